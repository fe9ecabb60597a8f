package io.mqttdriver.sample.figure;

/**
 * Is told every sample of every figure, by the driver's handler threads: several at a
 * time, but those of one figure in their order. A sample may come twice, as QoS 1 allows.
 */
public interface FigureObserver {

	/**
	 * Takes a sample.
	 * @param figure whose
	 * @param sample the sample
	 */
	void observe(Figure figure, Sample sample);

}
