package io.mqttdriver.benchmark.fault;

/**
 * The network swallows everything for 16 to 18 seconds, without an RST. What it swallowed
 * is lost with its connections; new ones work afterwards.
 */
final class Partition implements Fault {

	@Override
	public boolean needsProxy() {
		return true;
	}

	@Override
	public void strike(Stage stage) throws Exception {
		stage.struck();
		stage.proxy().partition();
		stage.pause(16, 18);
		stage.proxy().heal();
		stage.returned();
	}

}
