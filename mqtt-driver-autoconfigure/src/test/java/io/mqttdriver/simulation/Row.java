package io.mqttdriver.simulation;

/**
 * The rows of the table of faults that are marked as simulated.
 */
enum Row {

	C1, C3, C5, C6, C7, C8, C9, C11, C14, L1, L2, L4, L5, L8, L9, L11, L13, P1, P3, P4, P8, P11, P15, H1, H3, H4, H5,
	X1;

	/** Whether there is no connection when it strikes. */
	boolean isOfConnecting() {
		return name().startsWith("C") && this != C14;
	}

}
