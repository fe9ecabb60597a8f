package io.mqttdriver.autoconfigure;

import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reader that listeners share with their driver. Stateless.
 */
final class Readers {

	private Readers() {
	}

	/** The driver's own; for a mock a plain one, so that listeners are still checked. */
	static MessageReader of(MqttDriver driver) {
		return (driver instanceof DefaultMqttDriver own) ? own.messageReader()
				: new MessageReader(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(), "type");
	}

}
