package io.mqttdriver.listener;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Resolves <code>${…}</code> and <code>#{…}</code> in attributes, as {@code @Value} does.
 */
final class Expressions {

	private final ConfigurableBeanFactory beanFactory;

	Expressions(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/** The attribute's text, without blanks around it; null if there is none. */
	@Nullable String text(ListenerSite site, String attribute, String value) {
		Object resolved = value.isEmpty() ? null : resolve(site, attribute, value);
		String text = (resolved != null) ? resolved.toString().trim() : "";
		return text.isEmpty() ? null : text;
	}

	/** All texts; an expression may give an array or a collection. */
	List<String> texts(ListenerSite site, String attribute, String[] values) {
		List<String> texts = new ArrayList<>();
		for (String value : values) {
			Object resolved = resolve(site, attribute, value);
			if (resolved instanceof Iterable<?> several) {
				several.forEach((one) -> texts.add(String.valueOf(one)));
			}
			else if (resolved != null && resolved.getClass().isArray()) {
				for (int i = 0; i < Array.getLength(resolved); i++) {
					texts.add(String.valueOf(Array.get(resolved, i)));
				}
			}
			else {
				texts.add((resolved != null) ? resolved.toString() : "");
			}
		}
		return texts;
	}

	private @Nullable Object resolve(ListenerSite site, String attribute, String value) {
		try {
			String text = this.beanFactory.resolveEmbeddedValue(value);
			BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
			return (resolver != null) ? resolver.evaluate(text, new BeanExpressionContext(this.beanFactory, null))
					: text;
		}
		catch (RuntimeException ex) {
			throw site.error(
					"has " + attribute + " \"" + value + "\", which can't be resolved (" + ex.getMessage() + ")",
					"define the property or correct the expression", ex);
		}
	}

}
