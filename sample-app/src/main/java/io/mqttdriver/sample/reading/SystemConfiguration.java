package io.mqttdriver.sample.reading;

import oshi.SystemInfo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The computer, as OSHI sees it.
 */
@Configuration(proxyBeanMethods = false)
class SystemConfiguration {

	@Bean
	SystemInfo systemInfo() {
		return new SystemInfo();
	}

}
