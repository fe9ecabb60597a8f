package io.mqttdriver.broker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.AbstractRefreshableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that end and begin again, and two at a time.
 */
@Proof(Means.REAL)
class ContextTests {

	private final Site site = new Site();

	private Mosquitto mosquitto;

	private PlainPaho peer;

	private int sent;

	@BeforeEach
	void start() throws Exception {
		Mosquitto.require();
		this.mosquitto = Mosquitto.startForgetful();
		this.peer = PlainPaho.connect(this.mosquitto.uri(), "peer");
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.peer != null) {
			this.peer.close();
		}
		if (this.mosquitto != null) {
			this.mosquitto.close();
		}
	}

	/** Whatever is handled a second time comes before the message after it. */
	private void assertHandledOnce(Ear... ears) throws Exception {
		List<String> both = List.of("m" + this.sent++, "m" + this.sent++);
		for (Ear ear : ears) {
			ear.heard.clear();
		}
		for (String one : both) {
			this.peer.publish("in/1", one, 1);
		}
		for (Ear ear : ears) {
			Site.await(() -> ear.heard.contains(both.get(1)));
			this.mosquitto.awaitDelivered(ear.clientId);
			assertThat(ear.heard).isEqualTo(both);
		}
	}

	private static Ear ear(ApplicationContext context) {
		Ear ear = context.getBean(Ear.class);
		MqttDriver driver = context.getBean(MqttDriver.class);
		Site.awaitSubscribed(driver);
		ear.clientId = driver.status().clientId();
		return ear;
	}

	@Test
	@Fault("X3")
	void stoppedAndStartedItIsAsNew() throws Exception {
		ConfigurableApplicationContext context = this.site.run(Ear.class, this.mosquitto.uri());
		MqttDriver driver = context.getBean(MqttDriver.class);
		assertHandledOnce(ear(context));
		for (int round = 0; round < 3; round++) {
			context.stop();
			assertThat(driver.status().state()).isEqualTo(MqttDriverState.STOPPED);
			this.peer.publish("in/1", "while stopped", 1);
			context.start();
			Site.awaitConnected(driver);
			assertThat(driver.status().clientId()).isEqualTo("site");
			assertThat(driver.status().subscriptions()).isOne();
			assertHandledOnce(ear(context));
		}
		assertThat(driver.status().rebuilds()).isZero();
		assertThat(this.mosquitto.logged("Received SUBSCRIBE from site")).isEqualTo(4);
	}

	@Test
	@Fault("X3")
	void refreshedItIsAsNew() throws Exception {
		Set<Thread> before = Site.threads();
		try (AbstractRefreshableApplicationContext context = new Refreshable()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("mqtt.driver.uris", this.mosquitto.uri(),
						"mqtt.driver.client-id", "site", "mqtt.driver.startup", "required")));
			context.refresh();
			MqttDriver first = context.getBean(MqttDriver.class);
			Ear former = ear(context);
			assertHandledOnce(former);
			for (int round = 0; round < 2; round++) {
				context.refresh();
				assertHandledOnce(ear(context));
			}
			assertThat(first.status().state()).isEqualTo(MqttDriverState.STOPPED);
			assertThat(former.heard).hasSize(2);
			assertThat(context.getBean(MqttDriver.class)).isNotSameAs(first);
			assertThat(context.getBean(MqttDriver.class).status().rebuilds()).isZero();
		}
		assertThat(this.mosquitto.logged("Received DISCONNECT from site")).isEqualTo(3);
		Site.awaitNoThreadsBesides(before);
	}

	@Test
	@Fault("X3")
	void twoInOneProcessDoNotKnowOfEachOther() throws Exception {
		ConfigurableApplicationContext one = this.site.run(Ear.class, this.mosquitto.uri());
		ConfigurableApplicationContext other = this.site.run(Ear.class, this.mosquitto.uri(),
				"mqtt.driver.client-id=other");
		assertHandledOnce(ear(one), ear(other));
		one.close();
		assertHandledOnce(ear(other));
		MqttDriver driver = other.getBean(MqttDriver.class);
		assertThat(driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(driver.status().rebuilds()).isZero();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Ear {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private String clientId = "";

		@MqttListener("in/#")
		void on(String payload) {
			this.heard.add(payload);
		}

	}

	private static final class Refreshable extends AbstractRefreshableApplicationContext {

		@Override
		protected void loadBeanDefinitions(DefaultListableBeanFactory beans) {
			new AnnotatedBeanDefinitionReader(beans, getEnvironment()).register(Ear.class);
		}

	}

}
