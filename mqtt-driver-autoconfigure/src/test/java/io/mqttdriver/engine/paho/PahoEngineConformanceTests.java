package io.mqttdriver.engine.paho;

import io.mqttdriver.engine.EngineConformanceTests;
import io.mqttdriver.engine.EngineFixture;
import io.mqttdriver.engine.FakeBrokerFixture;

/**
 * The engine over Paho keeps what every engine keeps.
 */
class PahoEngineConformanceTests extends EngineConformanceTests {

	@Override
	protected EngineFixture fixture() {
		return new FakeBrokerFixture(PahoEngine.create());
	}

}
