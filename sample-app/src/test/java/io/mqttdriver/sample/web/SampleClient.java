package io.mqttdriver.sample.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/**
 * Looks at the sample from outside.
 */
final class SampleClient {

	private final RestClient http;

	SampleClient(int port) {
		this.http = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
			})
			.build();
	}

	List<HostView> hosts() {
		return Arrays.asList(this.http.get().uri("/api/hosts").retrieve().requiredBody(HostView[].class));
	}

	/** The time of the newest figure, or the beginning of time. */
	Instant newestFigure() {
		return hosts().stream()
			.flatMap((host) -> host.figures().stream())
			.map(HostView.FigureView::time)
			.max(Comparator.naturalOrder())
			.orElse(Instant.MIN);
	}

	int status(String path) {
		return this.http.get().uri(path).retrieve().toBodilessEntity().getStatusCode().value();
	}

	ResponseEntity<String> outage(String query) {
		return this.http.post().uri("/demo/outage" + query).retrieve().toEntity(String.class);
	}

}
