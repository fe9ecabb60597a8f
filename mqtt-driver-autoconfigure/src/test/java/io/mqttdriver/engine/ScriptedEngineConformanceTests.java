package io.mqttdriver.engine;

/**
 * The scripted engine keeps what every engine keeps: else a simulation would prove the
 * script.
 */
class ScriptedEngineConformanceTests extends EngineConformanceTests {

	@Override
	protected EngineFixture fixture() {
		return new ScriptedFixture();
	}

}
