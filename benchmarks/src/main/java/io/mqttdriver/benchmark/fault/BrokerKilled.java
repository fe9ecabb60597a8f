package io.mqttdriver.benchmark.fault;

/**
 * {@code kill -9}, and a restart 7 to 9 seconds later.
 *
 * @param sessionKept whether the broker still knows its sessions then
 */
record BrokerKilled(boolean sessionKept) implements Fault {

	@Override
	public void strike(Stage stage) throws Exception {
		stage.kill();
		stage.pause(7, 9);
		if (!this.sessionKept) {
			stage.broker().forget();
		}
		stage.restart();
	}

}
