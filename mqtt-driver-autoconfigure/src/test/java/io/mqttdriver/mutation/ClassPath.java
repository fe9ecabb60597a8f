package io.mqttdriver.mutation;

/**
 * The class path that these tests run with.
 */
final class ClassPath {

	private ClassPath() {
	}

	static String ofTests() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
