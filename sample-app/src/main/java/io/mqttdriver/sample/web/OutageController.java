package io.mqttdriver.sample.web;

import java.time.Duration;

import io.mqttdriver.sample.broker.BrokerOutages;
import io.mqttdriver.sample.broker.Outage;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Breaks the embedded broker, to show how the driver comes back.
 */
@RestController
class OutageController {

	private final @Nullable BrokerOutages outages;

	OutageController(ObjectProvider<BrokerOutages> outages) {
		this.outages = outages.getIfAvailable();
	}

	@PostMapping("/demo/outage")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Outage begin(@RequestParam(defaultValue = "10") @Min(1) @Max(300) int seconds) throws Exception {
		if (this.outages == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"The broker is not ours to stop: leave out mqtt.driver.uris to use the embedded one");
		}
		return this.outages.begin(Duration.ofSeconds(seconds))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT,
					"An outage is on already: wait until it is over"));
	}

}
