package io.mqttdriver.listener;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.listener.ListenerDefinition.Retain;
import io.mqttdriver.message.InboundPublishes;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.messaging.handler.annotation.MessageMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ListenerBeansTests {

	@Test
	void attributesComeFromAnnotationPropertiesAndExpressions() {
		try (ListenerContext listeners = new ListenerContext().property("site", "plant")
			.property("lanes", 4)
			.start((context) -> context.registerBean("full", Full.class))) {
			ListenerDefinition definition = listeners.gateway.definition("full-4");
			assertThat(definition.templates()).containsExactly("plant/{id}/state", "a", "b");
			assertThat(definition.group()).isEqualTo("workers");
			assertThat(definition.qos()).isZero();
			assertThat(definition.concurrency()).isEqualTo(4);
			assertThat(definition.retain()).isEqualTo(Retain.NEW);
			assertThat(definition.manualAck()).isFalse();
		}
	}

	@Test
	void defaultsApplyWhereTheAnnotationSaysNothing() {
		ListenerContext listeners = new ListenerContext();
		listeners.defaults = new ListenerDefaults(2, 8, false, true, false);
		try (listeners) {
			listeners.start((context) -> context.registerBean("plain", Plain.class));
			ListenerDefinition definition = listeners.gateway.definition("plain.on");
			assertThat(definition.templates()).containsExactly("t");
			assertThat(definition.group()).isNull();
			assertThat(definition.qos()).isEqualTo(2);
			assertThat(definition.concurrency()).isEqualTo(8);
			assertThat(definition.retain()).isEqualTo(Retain.ALWAYS);
		}
	}

	@Test
	void anIdIsMadeOfBeanAndMethodInItsOwnCharacters() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("a$b/c", Plain.class))) {
			assertThat(listeners.registry().getListenerIds()).containsExactly("a-b-c.on");
		}
	}

	@Test
	void repeatedAnnotationsAreAListenerEach() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("r", Repeated.class))) {
			assertThat(listeners.gateway.definition("r.on").templates()).containsExactly("a");
			assertThat(listeners.gateway.definition("r.on-2").templates()).containsExactly("b");
			assertThat(listeners.registry().getListenerIds()).hasSize(2);
		}
	}

	@Test
	void overloadedMethodsAreAListenerEach() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("o", Overloaded.class))) {
			assertThat(listeners.registry().getListenerIds()).containsExactly("o.on", "o.on-2");
		}
	}

	@Test
	void annotationsOfOnesOwnMayCarryIt() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("m", Meta.class))) {
			assertThat(listeners.gateway.definition("m.on").templates()).containsExactly("plant/x");
			assertThat(listeners.gateway.definition("m.on").qos()).isZero();
		}
	}

	@Test
	void theAnnotationCarriesMessageMappingForNativeHints() throws Exception {
		assertThat(MergedAnnotations.from(Plain.class.getDeclaredMethod("on", String.class))
			.isPresent(MessageMapping.class)).isTrue();
	}

	@Test
	void inheritedMethodsWithTypeVariablesAreReadAsTheirArgument() throws Throwable {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("g", Concrete.class))) {
			listeners.gateway.deliver("g.on", InboundPublishes.of("t", "{\"value\":2}"));
			assertThat(listeners.bean(Concrete.class).taken).containsExactly(new Reading(2));
		}
	}

	@Test
	void aClassProxyIsCalled() throws Throwable {
		AtomicInteger intercepted = new AtomicInteger();
		try (ListenerContext listeners = new ListenerContext().start((context) -> {
			proxies(context, true, intercepted);
			context.registerBean("p", Plain.class);
		})) {
			listeners.gateway.deliver("p.on", InboundPublishes.of("t", "x"));
			assertThat(intercepted).hasValue(1);
		}
	}

	@Test
	void anInterfaceProxyIsCalled() throws Throwable {
		AtomicInteger intercepted = new AtomicInteger();
		try (ListenerContext listeners = new ListenerContext().start((context) -> {
			proxies(context, false, intercepted);
			context.registerBean("p", Implementing.class);
		})) {
			listeners.gateway.deliver("p.on", InboundPublishes.of("t", "x"));
			assertThat(intercepted).hasValue(1);
		}
	}

	@Test
	void aMethodThatAProxyHidesIsAStartupError() {
		AtomicInteger intercepted = new AtomicInteger();
		try (ListenerContext listeners = new ListenerContext()) {
			assertThatExceptionOfType(InvalidMqttListenerException.class)
				.isThrownBy(() -> listeners.start((context) -> {
					proxies(context, false, intercepted);
					context.registerBean("p", Hidden.class);
				}))
				.withMessageContaining(Hidden.class.getName() + ".hidden(String)")
				.withMessageContaining("class proxies");
		}
	}

	@Test
	void aPrototypeIsFetchedForEachMessage() throws Throwable {
		Counted.created.set(0);
		try (ListenerContext listeners = new ListenerContext().start((context) -> context.registerBean("c",
				Counted.class, (definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE)))) {
			assertThat(Counted.created).hasValue(0);
			listeners.gateway.deliver("c.on", InboundPublishes.of("t", "x"));
			listeners.gateway.deliver("c.on", InboundPublishes.of("t", "x"));
			assertThat(Counted.created).hasValue(2);
			assertThat(listeners.registry().getListenerIds()).containsExactly("c.on");
		}
	}

	@Test
	void aLazyBeanIsMadeWithItsFirstMessage() throws Throwable {
		Counted.created.set(0);
		try (ListenerContext listeners = new ListenerContext().start(
				(context) -> context.registerBean("c", Counted.class, (definition) -> definition.setLazyInit(true)))) {
			assertThat(Counted.created).hasValue(0);
			listeners.gateway.deliver("c.on", InboundPublishes.of("t", "x"));
			listeners.gateway.deliver("c.on", InboundPublishes.of("t", "x"));
			assertThat(Counted.created).hasValue(1);
		}
	}

	@Test
	void aScopedProxyIsOneListenerOnAFreshTarget() throws Throwable {
		Scoped.created.clear();
		try (ListenerContext listeners = new ListenerContext().start((context) -> context.register(Scoped.class))) {
			String id = listeners.registry().getListenerIds().iterator().next();
			assertThat(listeners.registry().getListenerIds()).hasSize(1);
			listeners.gateway.deliver(id, InboundPublishes.of("t", "x"));
			listeners.gateway.deliver(id, InboundPublishes.of("t", "x"));
			assertThat(Scoped.created).hasSize(2);
		}
	}

	@Test
	void anOverridingMethodsAnnotationReplacesTheOverridden() {
		try (ListenerContext listeners = new ListenerContext()
			.start((context) -> context.registerBean("o", Overriding.class))) {
			assertThat(listeners.registry().getListenerIds()).containsExactly("o.on");
			assertThat(listeners.gateway.definition("o.on").templates()).containsExactly("other");
		}
	}

	private static void proxies(AnnotationConfigApplicationContext context, boolean ofClass,
			AtomicInteger intercepted) {
		context.registerBean(BeanPostProcessor.class, () -> new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (!"p".equals(beanName)) {
					return bean;
				}
				ProxyFactory factory = new ProxyFactory(bean);
				factory.setProxyTargetClass(ofClass);
				factory.addAdvice((MethodInterceptor) (invocation) -> {
					intercepted.incrementAndGet();
					return invocation.proceed();
				});
				return factory.getProxy();
			}
		});
	}

	record Reading(int value) {

	}

	static class Full {

		@MqttListener(topic = { "${site}/{id}/state", "#{{'a', 'b'}}" }, id = "full-${lanes}", qos = "0",
				group = "${group:workers}", concurrency = "#{${lanes}}", ackMode = "AUTO", retain = "new")
		void on(String payload) {
		}

	}

	static class Plain {

		@MqttListener("t")
		void on(String payload) {
		}

	}

	static class Overloaded {

		@MqttListener("t")
		void on(String payload) {
		}

		@MqttListener("t")
		void on(byte[] payload) {
		}

	}

	static class Repeated {

		@MqttListener("a")
		@MqttListener("b")
		void on(String payload) {
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@MqttListener(qos = "0")
	@interface PlantListener {

		@AliasFor(annotation = MqttListener.class, attribute = "topic")
		String[] value();

	}

	static class Meta {

		@PlantListener("plant/x")
		void on(String payload) {
		}

	}

	abstract static class Generic<T> {

		final List<Object> taken = new ArrayList<>();

		@MqttListener("t")
		void on(T payload) {
			this.taken.add(payload);
		}

	}

	static class Concrete extends Generic<Reading> {

	}

	interface Listening {

		void on(String payload);

	}

	static class Implementing implements Listening {

		@Override
		@MqttListener("t")
		public void on(String payload) {
		}

	}

	static class Hidden implements Listening {

		@Override
		public void on(String payload) {
		}

		@MqttListener("t")
		public void hidden(String payload) {
		}

	}

	static class Counted {

		static final AtomicInteger created = new AtomicInteger();

		Counted() {
			created.incrementAndGet();
		}

		@MqttListener("t")
		void on(String payload) {
		}

	}

	@Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Scoped {

		static final Set<Object> created = Collections.newSetFromMap(new IdentityHashMap<>());

		@MqttListener("t")
		void on(String payload) {
			created.add(this);
		}

	}

	static class Overriding extends Plain {

		@Override
		@MqttListener("other")
		void on(String payload) {
		}

	}

}
