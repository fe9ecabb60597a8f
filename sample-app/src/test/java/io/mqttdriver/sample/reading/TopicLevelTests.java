package io.mqttdriver.sample.reading;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TopicLevelTests {

	@ParameterizedTest
	@CsvSource({ "/,root", "/mnt/data,mnt-data", "C:\\,C", "edge 1+#,edge-1", "bücher.local,bücher.local", "'',root" })
	void anyNameBecomesOneLevel(String name, String level) {
		assertThat(TopicLevel.of(name)).isEqualTo(level);
	}

}
