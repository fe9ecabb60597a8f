package io.mqttdriver.subscription;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one client asked its server for, until the answer is heard. Asked on the
 * connection's thread, heard on the one that tells answers and messages.
 */
final class Asked {

	private final Map<Long, List<Standing>> standings = new ConcurrentHashMap<>();

	void put(long token, List<Standing> filters) {
		this.standings.put(token, filters);
	}

	void heard(long token, List<Integer> reasonCodes) {
		List<Standing> filters = this.standings.remove(token);
		if (filters != null && filters.size() == reasonCodes.size()) {
			for (int i = 0; i < filters.size(); i++) {
				filters.get(i).judge(reasonCodes.get(i));
			}
		}
	}

}
