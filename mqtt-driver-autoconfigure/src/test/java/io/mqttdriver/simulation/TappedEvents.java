package io.mqttdriver.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.simulation.ClientLife.Question;

/**
 * What a client tells the driver, with the ledger told before; and what it says after its
 * death, where the world haunts.
 */
final class TappedEvents implements EngineEvents {

	private static final int TOKENS = 6;

	private final World world;

	private final int client;

	private final EngineEvents driver;

	private final Map<String, Question> questions;

	private boolean dead;

	TappedEvents(World world, int client, EngineEvents driver, Map<String, Question> questions) {
		this.world = world;
		this.client = client;
		this.driver = driver;
		this.questions = questions;
	}

	private Ledger ledger() {
		return this.world.ledger();
	}

	@Override
	public void connected(ServerLimits limits, boolean sessionPresent) {
		this.world.tell(301,
				() -> "client " + this.client + " is connected" + (sessionPresent ? ", session present" : ""));
		ledger().clients().connected(this.client);
		this.driver.connected(limits, sessionPresent);
	}

	@Override
	public void settled(long token, int reasonCode, String reason) {
		Question question = this.questions.remove("publish " + token);
		if (question != null) {
			this.world.tell(305, () -> "client " + this.client + " tells of '" + question.payload() + "': 0x"
					+ Integer.toHexString(reasonCode));
			if (PublishBook.isOffer(question.payload())) {
				ledger().publishes().answered(this.client, question.payload(), reasonCode);
			}
			else if (token > 0 && reasonCode < 0x80) {
				ledger().inbound().deadLettered(question.payload());
			}
			if (token > 0 || this.world.settings().validation() == ValidationMode.PUBLISH) {
				ledger().clients().answered(this.client, question);
			}
		}
		this.driver.settled(token, reasonCode, reason);
	}

	@Override
	public void answered(long token, List<Integer> reasonCodes) {
		Question question = this.questions.remove("filters " + token);
		if (question != null && token > 0) {
			ledger().clients().answered(this.client, question);
		}
		this.driver.answered(token, reasonCodes);
	}

	@Override
	public void received(InboundPublish publish) {
		String payload = new String(publish.payload(), StandardCharsets.UTF_8);
		this.world.tell(302, () -> "client " + this.client + " brings '" + payload + "' of " + publish.topic() + " QoS "
				+ publish.qos() + " as " + publish.delivery());
		if (publish.topic().equals(Settings.VALIDATION_TOPIC)) {
			Question question = new Question(ClientLife.Kind.VALIDATION, 0, payload);
			ledger().clients().answered(this.client, question);
			ledger().inbound().received(this.client, publish, payload);
		}
		else {
			ledger().inbound().received(this.client, publish, payload);
		}
		this.driver.received(publish);
	}

	@Override
	public void unreadable(int qos, int reasonCode) {
		this.driver.unreadable(qos, reasonCode);
	}

	@Override
	public void lost(EngineFailure failure) {
		this.world.tell(303, () -> "client " + this.client + " is lost: " + failure);
		ledger().clients().lost(this.client, failure);
		this.world.lost(failure);
		this.driver.lost(failure);
		if (this.world.isHaunted()) {
			this.world.struck(Row.L8);
			this.driver.lost(EngineFailure.of(Kind.STALLED, "the same again", null));
			this.driver.lost(failure);
		}
	}

	@Override
	public void closed() {
		this.dead = true;
		this.world.died(this);
		this.driver.closed();
	}

	/** Says whatever a client can say, long after its end. */
	void haunt() {
		if (!this.dead) {
			return;
		}
		this.world.tell(304, () -> "the dead client " + this.client + " speaks");
		this.driver.connected(ServerLimits.NONE, true);
		for (int token = 0; token < TOKENS; token++) {
			this.driver.settled(token, (token % 2 == 0) ? 0 : 0x87, "a ghost");
			this.driver.answered(token, List.of(0x80, 0x80));
		}
		this.driver.received(new InboundPublish(1, "in/a", "ghost".getBytes(StandardCharsets.UTF_8), 1, false, false,
				List.of(), PublishProperties.NONE));
		this.driver.received(new InboundPublish(InboundPublish.NOTHING_OWED, "in/b",
				"ghost".getBytes(StandardCharsets.UTF_8), 0, false, false, List.of(), PublishProperties.NONE));
		this.driver.lost(EngineFailure.of(Kind.CLOSED, "a ghost", null));
		this.driver.closed();
	}

}
