package io.mqttdriver.test;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Which answer is next for which packet. Written by tests, read by the broker's thread;
 * synchronized.
 */
final class Script {

	private final Map<MqttPacketType, Answer> always = new EnumMap<>(MqttPacketType.class);

	private final Map<MqttPacketType, Queue<Answer>> next = new EnumMap<>(MqttPacketType.class);

	private Answer onAccept = Answer.ignore();

	private final Queue<Answer> nextOnAccept = new ArrayDeque<>();

	synchronized void always(MqttPacketType type, Answer answer) {
		this.always.put(type, answer);
	}

	synchronized void next(MqttPacketType type, List<Answer> answers) {
		this.next.computeIfAbsent(type, (key) -> new ArrayDeque<>()).addAll(answers);
	}

	synchronized void onAccept(Answer answer) {
		this.onAccept = answer;
	}

	synchronized void onNextAccept(List<Answer> answers) {
		this.nextOnAccept.addAll(answers);
	}

	synchronized Answer forPacket(MqttPacketType type) {
		Queue<Answer> queue = this.next.get(type);
		Answer answer = (queue != null) ? queue.poll() : null;
		return (answer != null) ? answer : this.always.getOrDefault(type, Answer.normal());
	}

	synchronized Answer forAccept() {
		Answer answer = this.nextOnAccept.poll();
		return (answer != null) ? answer : this.onAccept;
	}

	synchronized void reset() {
		this.always.clear();
		this.next.clear();
		this.onAccept = Answer.ignore();
		this.nextOnAccept.clear();
	}

}
