package io.mqttdriver.listener;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.annotation.MqttListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds {@code @MqttListener} methods: repeated ones, those behind annotations of one's
 * own, inherited ones. Stateless.
 */
final class AnnotatedMethods {

	private static final Log logger = LogFactory.getLog(AnnotatedMethods.class);

	private AnnotatedMethods() {
	}

	/** The methods of a bean with their annotations, in the order of their names. */
	static Map<Method, List<MergedAnnotation<MqttListener>>> of(String beanName, Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, MqttListener.class)) {
			return Map.of();
		}
		Map<Method, List<MergedAnnotation<MqttListener>>> sorted = new LinkedHashMap<>();
		find(beanName, type).entrySet()
			.stream()
			.sorted(Comparator.comparing((entry) -> entry.getKey().toString()))
			.forEach((entry) -> sorted.put(entry.getKey(), entry.getValue()));
		return sorted;
	}

	private static Map<Method, List<MergedAnnotation<MqttListener>>> find(String beanName, Class<?> type) {
		try {
			return MethodIntrospector.selectMethods(type, (MetadataLookup<List<MergedAnnotation<MqttListener>>>) (
					method) -> annotations(new ListenerSite(beanName, type, method)));
		}
		catch (InvalidMqttListenerException ex) {
			throw ex;
		}
		catch (LinkageError | IllegalStateException ex) {
			logger.debug("The methods of bean '" + beanName + "' name absent classes: no listeners are looked for in "
					+ type, ex);
			return Map.of();
		}
	}

	/** An overriding method's own annotations replace those of what it overrides. */
	private static @Nullable List<MergedAnnotation<MqttListener>> annotations(ListenerSite site) {
		List<MergedAnnotation<MqttListener>> all = all(site);
		if (all.isEmpty()) {
			return null;
		}
		int nearest = all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElse(0);
		return all.stream().filter((annotation) -> annotation.getAggregateIndex() == nearest).toList();
	}

	private static List<MergedAnnotation<MqttListener>> all(ListenerSite site) {
		try {
			return MergedAnnotations.from(site.method(), SearchStrategy.TYPE_HIERARCHY)
				.stream(MqttListener.class)
				.toList();
		}
		catch (AnnotationConfigurationException ex) {
			throw site.error("has attributes that contradict each other (" + ex.getMessage() + ")",
					"give topic or value, not both", ex);
		}
	}

}
