package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JMSProducer: its options, properties and headers, and what they make of a message. */
class JMSProducerIT extends ApiTestBase {

  private JMSContext context;
  private JMSProducer producer;
  private Queue queue;
  private JMSConsumer consumer;

  JMSProducerIT(RabbitBroker broker) {
    super(broker);
  }

  @BeforeEach
  void open() {
    context = context();
    producer = context.createProducer();
    queue = queue(context);
    consumer = context.createConsumer(queue);
  }

  @Test
  void defaults() {
    assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(producer.getPriority()).isEqualTo(4);
    assertThat(producer.getTimeToLive()).isZero();
    assertThat(producer.getDeliveryDelay()).isZero();
    assertThat(producer.getDisableMessageID()).isFalse();
    assertThat(producer.getDisableMessageTimestamp()).isFalse();
    assertThat(producer.getAsync()).isNull();
    assertThat(producer.getPropertyNames()).isEmpty();
    assertThat(producer.getJMSCorrelationID()).isNull();
    assertThat(producer.getJMSCorrelationIDAsBytes()).isNull();
    assertThat(producer.getJMSType()).isNull();
    assertThat(producer.getJMSReplyTo()).isNull();
  }

  @Test
  void settersReturnTheProducerAndGettersWhatWasSet() {
    Completions completions = new Completions();
    Queue replyTo = context.createQueue("answers");

    assertThat(
            producer
                .setAsync(completions)
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(9)
                .setTimeToLive(1_000)
                .setDeliveryDelay(2_000)
                .setDisableMessageID(true)
                .setDisableMessageTimestamp(true)
                .setJMSCorrelationID("c")
                .setJMSType("t")
                .setJMSReplyTo(replyTo)
                .setProperty("p", 1)
                .clearProperties())
        .isSameAs(producer);

    assertThat(producer.getAsync()).isSameAs(completions);
    assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(producer.getPriority()).isEqualTo(9);
    assertThat(producer.getTimeToLive()).isEqualTo(1_000);
    assertThat(producer.getDeliveryDelay()).isEqualTo(2_000);
    assertThat(producer.getDisableMessageID()).isTrue();
    assertThat(producer.getDisableMessageTimestamp()).isTrue();
    assertThat(producer.getJMSCorrelationID()).isEqualTo("c");
    assertThat(producer.getJMSType()).isEqualTo("t");
    assertThat(producer.getJMSReplyTo()).isEqualTo(replyTo);
    assertThat(producer.setAsync(null).getAsync()).isNull();
  }

  @Test
  void propertiesOfEveryTypeConvertAsThoseOfMessages() {
    producer
        .setProperty("boolean", true)
        .setProperty("byte", (byte) 1)
        .setProperty("short", (short) 2)
        .setProperty("int", 3)
        .setProperty("long", 4L)
        .setProperty("float", 5.5f)
        .setProperty("double", 6.5d)
        .setProperty("string", "7")
        .setProperty("object", (Object) 8L)
        .setProperty("nothing", (Object) null);

    assertThat(producer.getBooleanProperty("boolean")).isTrue();
    assertThat(producer.getShortProperty("byte")).isEqualTo((short) 1);
    assertThat(producer.getIntProperty("short")).isEqualTo(2);
    assertThat(producer.getLongProperty("int")).isEqualTo(3);
    assertThat(producer.getObjectProperty("long")).isEqualTo(4L);
    assertThat(producer.getDoubleProperty("float")).isEqualTo(5.5d);
    assertThat(producer.getStringProperty("double")).isEqualTo("6.5");
    assertThat(producer.getByteProperty("string")).isEqualTo((byte) 7);
    assertThat(producer.getFloatProperty("string")).isEqualTo(7f);
    assertThat(producer.getLongProperty("object")).isEqualTo(8);
    assertThat(producer.getObjectProperty("missing")).isNull();
    assertThat(producer.getStringProperty("missing")).isNull();
    assertThat(producer.getBooleanProperty("missing")).isFalse();
    assertThat(producer.propertyExists("missing")).isFalse();
    assertThat(producer.propertyExists("nothing")).isTrue();
    assertThatThrownBy(() -> producer.getIntProperty("long"))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThatThrownBy(() -> producer.getBooleanProperty("int"))
        .isInstanceOf(MessageFormatRuntimeException.class);
    assertThatThrownBy(() -> producer.getIntProperty("missing"))
        .isInstanceOf(NumberFormatException.class);
  }

  @Test
  void propertyNamesAreAViewThatCannotBeChanged() {
    Set<String> names = producer.setProperty("a", 1).getPropertyNames();
    producer.setProperty("b", 2).setJMSType("no property");

    assertThat(names).containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(() -> names.add("c")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> names.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(names::clear).isInstanceOf(UnsupportedOperationException.class);
    Iterator<String> iterator = names.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
    producer.clearProperties();
    assertThat(names).isEmpty();
    assertThat(producer.getJMSType()).isEqualTo("no property");
  }

  @Test
  void overridesWhatTheMessageHas() throws Exception {
    Message message = context.createMessage();
    message.setIntProperty("same", 1);
    message.setIntProperty("own", 2);
    message.setJMSType("of message");
    message.setJMSCorrelationID("of message");
    producer
        .setProperty("same", "of producer")
        .setJMSType("of producer")
        .setJMSReplyTo(queue)
        .setPriority(7)
        .setTimeToLive(60_000)
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .send(queue, message);

    Message received = consumer.receive(SOON);
    assertThat(received.getObjectProperty("same")).isEqualTo("of producer");
    assertThat(received.getIntProperty("own")).isEqualTo(2);
    assertThat(received.getJMSType()).isEqualTo("of producer");
    assertThat(received.getJMSCorrelationID()).isEqualTo("of message");
    assertThat(received.getJMSReplyTo()).isEqualTo(queue);
    assertThat(received.getJMSPriority()).isEqualTo(7);
    assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(received.getJMSExpiration()).isEqualTo(message.getJMSExpiration()).isPositive();
    assertThat(message.getObjectProperty("same")).isEqualTo("of producer");
  }

  @Test
  void correlationIdInBytesStaysWhatItIs() throws Exception {
    byte[] id = {(byte) 0xff, 0, 1};
    producer.setJMSCorrelationIDAsBytes(id);
    id[1] = 9;
    producer.send(queue, "binary");
    producer.setJMSCorrelationID("text").send(queue, "text");

    assertThat(consumer.receive(SOON).getJMSCorrelationIDAsBytes())
        .containsExactly((byte) 0xff, 0, 1);
    Message text = consumer.receive(SOON);
    assertThat(text.getJMSCorrelationID()).isEqualTo("text");
    assertThat(text.getJMSCorrelationIDAsBytes())
        .isEqualTo("text".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bodiesOfEveryTypeAndNone() throws Exception {
    producer
        .send(queue, (String) null)
        .send(queue, (byte[]) null)
        .send(queue, (Map<String, Object>) null)
        .send(queue, (Serializable) null)
        .send(queue, Map.of("k", 1))
        .send(queue, new byte[] {1, 2})
        .send(queue, (Serializable) "object");

    assertThat(((TextMessage) consumer.receive(SOON)).getText()).isNull();
    assertThat(((BytesMessage) consumer.receive(SOON)).getBodyLength()).isZero();
    assertThat(((MapMessage) consumer.receive(SOON)).getMapNames().hasMoreElements()).isFalse();
    assertThat(((ObjectMessage) consumer.receive(SOON)).getObject()).isNull();
    assertThat(consumer.receiveBody(Map.class, SOON)).isEqualTo(new HashMap<>(Map.of("k", 1)));
    assertThat(consumer.receiveBody(byte[].class, SOON)).containsExactly(1, 2);
    assertThat(consumer.receive(SOON)).isInstanceOf(ObjectMessage.class);
  }

  @Test
  void propertiesOfAReceivedMessageCannotBeOverridden() {
    producer.send(queue, "first");
    Message received = consumer.receive(SOON);

    producer.setJMSType("headers can").send(queue, received);
    producer.setProperty("p", 1);

    assertThatThrownBy(() -> producer.send(queue, received))
        .isInstanceOf(MessageNotWriteableRuntimeException.class);
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("first");
  }

  @Test
  void everySendSetsTheHeadersOfItsOwn() throws Exception {
    long before = System.currentTimeMillis();
    Message message = context.createTextMessage("twice");
    message.setJMSMessageID("ID:mine");
    message.setJMSTimestamp(1);
    message.setJMSExpiration(1);
    message.setJMSPriority(1);
    message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
    message.setJMSDestination(context.createQueue("elsewhere"));
    message.setJMSDeliveryTime(1);
    producer.send(queue, message);
    String firstId = message.getJMSMessageID();

    assertThat(firstId).startsWith("ID:").isNotEqualTo("ID:mine");
    assertThat(message.getJMSTimestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
    assertThat(message.getJMSExpiration()).isZero();
    assertThat(message.getJMSPriority()).isEqualTo(4);
    assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(message.getJMSDestination()).isEqualTo(queue);

    producer.setDeliveryDelay(300).setTimeToLive(60_000).send(queue, message);
    assertThat(message.getJMSMessageID()).isNotEqualTo(firstId);
    assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + 300);
    assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
    assertThat(consumer.receive(SOON).getJMSMessageID()).isEqualTo(firstId);
    Message delayed = consumer.receive(SOON);
    assertThat(delayed.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
  }
}
