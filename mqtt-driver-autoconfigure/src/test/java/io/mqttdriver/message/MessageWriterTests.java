package io.mqttdriver.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttPublish;
import io.mqttdriver.annotation.MqttMessageType;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageWriterTests {

	private final MessageWriter writer = writer();

	@Test
	void bytesGoAsTheyAre() {
		byte[] bytes = { 0, 1 };
		OutboundPublish written = this.writer.write(MqttPublish.to("t").payload(bytes).build(), 1);
		assertThat(written.payload()).isSameAs(bytes);
		assertThat(written.properties().utf8Payload()).isFalse();
		assertThat(written.properties().contentType()).isNull();
		assertThat(written.properties().userProperties()).isEmpty();
	}

	@Test
	void aStringGoesAsUtf8() {
		OutboundPublish written = this.writer.write(MqttPublish.to("t").payload("ä\uD83D\uDE00\0").build(), 1);
		assertThat(written.payload()).isEqualTo("ä\uD83D\uDE00\0".getBytes(StandardCharsets.UTF_8));
		assertThat(written.properties().utf8Payload()).isTrue();
		assertThat(written.properties().userProperties()).isEmpty();
	}

	@Test
	void aLoneSurrogateIsRefused() {
		for (String text : List.of("ab\uD83D", "ab\uDE00", "ab\uD83Dc")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.writer.write(MqttPublish.to("t").payload(text).build(), 1))
				.withMessageContaining("index 2")
				.withMessageContaining("lone surrogate");
		}
	}

	@Test
	void anObjectGoesAsJsonWithItsName() {
		OutboundPublish written = this.writer.write(MqttPublish.to("t").payload(new Order(5)).build(), 1);
		assertThat(written.payload()).asString().isEqualTo("{\"id\":5}");
		assertThat(written.properties().utf8Payload()).isTrue();
		assertThat(written.properties().contentType()).isEqualTo("application/json");
		assertThat(written.properties().userProperties()).containsExactly(new UserProperty("type", "order.created"));
	}

	@Test
	void aMapGoesAsJsonWithoutAName() {
		OutboundPublish written = this.writer.write(MqttPublish.to("t").payload(Map.of("a", 1)).build(), 1);
		assertThat(written.payload()).asString().isEqualTo("{\"a\":1}");
		assertThat(written.properties().userProperties()).isEmpty();
	}

	@Test
	void theUsersOwnTypeNameStays() {
		OutboundPublish written = this.writer
			.write(MqttPublish.to("t").payload(new Order(5)).userProperty("type", "mine").build(), 1);
		assertThat(written.properties().userProperties()).containsExactly(new UserProperty("type", "mine"));
	}

	@Test
	void theTypeNameGoesUnderTheConfiguredProperty() {
		MessageWriter other = new MessageWriter(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(),
				"ce");
		assertThat(other.write(MqttPublish.to("t").payload(new Order(5)).userProperty("type", "mine").build(), 1)
			.properties()
			.userProperties())
			.containsExactly(new UserProperty("type", "mine"), new UserProperty("ce", "order.created"));
	}

	@Test
	void everythingElseIsCarriedOver() {
		byte[] correlationData = { 1 };
		OutboundPublish written = this.writer.write(MqttPublish.to("t")
			.payload("x")
			.qos(2)
			.retained(true)
			.messageExpiry(Duration.ofMinutes(1))
			.contentType("text/csv")
			.responseTopic("r")
			.correlationData(correlationData)
			.userProperty("k", "1")
			.userProperty("k", "2")
			.build(), 1);
		assertThat(written.topic()).isEqualTo("t");
		assertThat(written.qos()).isEqualTo(2);
		assertThat(written.retained()).isTrue();
		assertThat(written.properties().messageExpiry()).isEqualTo(Duration.ofMinutes(1));
		assertThat(written.properties().contentType()).isEqualTo("text/csv");
		assertThat(written.properties().responseTopic()).isEqualTo("r");
		assertThat(written.properties().correlationData()).isSameAs(correlationData);
		assertThat(written.properties().userProperties()).containsExactly(new UserProperty("k", "1"),
				new UserProperty("k", "2"));
	}

	@Test
	void theDefaultQosIsTakenWhereNoneIsGiven() {
		assertThat(this.writer.write(MqttPublish.to("t").payload("x").build(), 2).qos()).isEqualTo(2);
		assertThat(this.writer.write(MqttPublish.to("t").payload("x").qos(0).build(), 2).qos()).isZero();
	}

	@Test
	void whatJsonCannotExpressIsRefusedNamingTheClass() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.writer.write(MqttPublish.to("t").payload(new Broken()).build(), 1))
			.withMessageContaining(Broken.class.getName())
			.withCauseInstanceOf(RuntimeException.class);
		Cyclic cyclic = new Cyclic();
		cyclic.self = cyclic;
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.writer.write(MqttPublish.to("t").payload(cyclic).build(), 1))
			.withMessageContaining(Cyclic.class.getName());
	}

	@Test
	void aContentTypeThatNothingWritesIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.writer
				.write(MqttPublish.to("t").payload(new Order(1)).contentType("text/csv").build(), 1))
			.withMessageContaining(Order.class.getName())
			.withMessageContaining("text/csv")
			.withMessageContaining("MessageConverter");
		assertThat(this.writer
			.write(MqttPublish.to("t").payload(new Order(1)).contentType("application/cloudevents+json").build(), 1)
			.properties()
			.contentType()).isEqualTo("application/cloudevents+json");
	}

	@Test
	void theApplicationsConvertersComeBeforeJsonAndAfterText() {
		MessageWriter own = writer(new CsvConverter());
		OutboundPublish written = own.write(MqttPublish.to("t").payload(new Order(7)).build(), 1);
		assertThat(written.payload()).asString().isEqualTo("id\n7");
		assertThat(written.properties().contentType()).isEqualTo("text/csv");
		assertThat(written.properties().userProperties()).containsExactly(new UserProperty("type", "order.created"));
		assertThat(own.write(MqttPublish.to("t").payload(Map.of()).build(), 1).payload()).asString().isEqualTo("{}");
		assertThat(own.write(MqttPublish.to("t").payload("s").build(), 1).payload()).asString().isEqualTo("s");
	}

	@Test
	void theApplicationsConvertersReadBeforeJson() {
		MessageReader reader = new MessageReader(new MessageTypes(Map.of()), List.of(new CsvConverter()),
				JsonMapper.builder().build(), "type");
		PayloadType type = reader.register(PayloadType.of(Order.class));
		assertThat(reader.read(InboundPublishes.of("t", "id\n7"), type, List.of(), true)).isNotNull()
			.extracting("payload")
			.isEqualTo(new Order(7));
		assertThat(reader.read(InboundPublishes.of("t", "id\n7"), PayloadType.of(String.class), List.of(), true))
			.isNotNull()
			.extracting("payload")
			.isEqualTo("id\n7");
	}

	@Test
	void aFailingConverterIsNamedWithTheClass() {
		MessageConverter failing = new CsvConverter() {
			@Override
			protected Object convertToInternal(Object payload, @Nullable MessageHeaders headers,
					@Nullable Object conversionHint) {
				throw new IllegalStateException("no");
			}
		};
		assertThatIllegalArgumentException()
			.isThrownBy(() -> writer(failing).write(MqttPublish.to("t").payload(new Order(7)).build(), 1))
			.withMessageContaining(Order.class.getName())
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

	private static MessageWriter writer(MessageConverter... converters) {
		return new MessageWriter(new MessageTypes(Map.of()), List.of(converters), JsonMapper.builder().build(), "type");
	}

	@MqttMessageType("order.created")
	record Order(int id) {

	}

	static class Broken {

		public int getValue() {
			throw new IllegalStateException("broken");
		}

	}

	static class Cyclic {

		public @Nullable Cyclic self;

	}

	static class CsvConverter extends AbstractMessageConverter {

		CsvConverter() {
			super(new MimeType("text", "csv"));
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Order.class;
		}

		@Override
		protected Object convertToInternal(Object payload, @Nullable MessageHeaders headers,
				@Nullable Object conversionHint) {
			return ("id\n" + ((Order) payload).id()).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		protected Object convertFromInternal(org.springframework.messaging.Message<?> message, Class<?> targetClass,
				@Nullable Object conversionHint) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			return new Order(Integer.parseInt(text.substring(3)));
		}

	}

}
