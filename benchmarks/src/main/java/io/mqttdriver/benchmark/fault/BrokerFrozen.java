package io.mqttdriver.benchmark.fault;

/**
 * {@code SIGSTOP} for 20 seconds: connections stay open, new ones are accepted by the
 * kernel, and nobody answers.
 */
final class BrokerFrozen implements Fault {

	@Override
	public void strike(Stage stage) throws Exception {
		stage.struck();
		stage.broker().freeze();
		stage.pause(20, 20);
		stage.broker().thaw();
		stage.returned();
	}

}
