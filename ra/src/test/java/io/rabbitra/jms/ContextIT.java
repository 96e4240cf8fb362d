package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JMSContext: what it starts, shares, acknowledges and forbids. */
class ContextIT extends ApiTestBase {

  ContextIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void consumerStartsTheConnectionUnlessAutoStartIsOff() {
    admin.publish(queueName, "1", "2");
    JMSContext starting = context();
    assertThat(starting.getAutoStart()).isTrue();
    JMSConsumer consumer = starting.createConsumer(queue(starting));
    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("1");
    consumer.close();

    JMSContext waiting = context();
    waiting.setAutoStart(false);
    JMSConsumer later = waiting.createConsumer(queue(waiting));
    assertThat(later.receive(150)).isNull();
    waiting.start();
    assertThat(later.receiveBody(String.class, SOON)).isEqualTo("2");
  }

  @Test
  void sessionModeIsTheOneAskedFor() {
    for (int mode :
        List.of(
            JMSContext.SESSION_TRANSACTED,
            JMSContext.AUTO_ACKNOWLEDGE,
            JMSContext.CLIENT_ACKNOWLEDGE,
            JMSContext.DUPS_OK_ACKNOWLEDGE)) {
      JMSContext first = context(mode);
      JMSContext second = opened(first.createContext(mode));

      assertThat(first.getSessionMode()).isEqualTo(mode);
      assertThat(second.getSessionMode()).isEqualTo(mode);
      assertThat(first.getTransacted()).isEqualTo(mode == JMSContext.SESSION_TRANSACTED);
    }
    assertThat(opened(connections.createContext()).getSessionMode())
        .isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
    assertThat(opened(connections.createContext("guest", "guest")).getSessionMode())
        .isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Test
  void contextsOfOneConnectionShareItUntilTheLastIsClosed() {
    factory.setConnectionName(queueName);
    JMSContext first = context();
    first.setClientID("shared-" + queueName);
    JMSContext second = opened(first.createContext(JMSContext.CLIENT_ACKNOWLEDGE));
    assertThat(second.getClientID()).isEqualTo(first.getClientID());

    first.close();
    first.close();
    second.createProducer().send(queue(second), "still connected");
    assertThatThrownBy(first::createProducer).isInstanceOf(IllegalStateRuntimeException.class);
    second.close();

    assertThat(admin.readyMessages(queueName)).isEqualTo(1);
    JMSContext successor = context();
    assertThatCode(() -> successor.setClientID("shared-" + queueName)).doesNotThrowAnyException();
  }

  @Test
  void commitRollbackRecoverNeedTheirMode() {
    JMSContext plain = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);

    assertThatThrownBy(plain::commit).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(plain::rollback).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(transacted::recover).isInstanceOf(IllegalStateRuntimeException.class);
    assertThatCode(plain::recover).doesNotThrowAnyException();
    assertThatCode(transacted::commit).doesNotThrowAnyException();
    assertThatCode(transacted::rollback).doesNotThrowAnyException();
  }

  @Test
  void acknowledgeCoversWhatTheSessionConsumed() {
    admin.publish(queueName, "1", "2");
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(queue(context));
    consumer.receiveBody(String.class, SOON);
    consumer.receiveBody(String.class, SOON);
    context.acknowledge();
    context.recover();

    assertThat(consumer.receive(150)).isNull();
  }

  @Test
  void acknowledgeHasNoEffectInOtherModes() {
    admin.publish(queueName, "1");
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    JMSConsumer consumer = context.createConsumer(queue(context));
    consumer.receive(SOON);
    context.acknowledge();
    context.rollback();

    assertThat(consumer.receiveBody(String.class, SOON)).isEqualTo("1");
    assertThatCode(context()::acknowledge).doesNotThrowAnyException();
  }

  @Test
  void transactionIsRolledBackByClose() {
    JMSContext context = context(JMSContext.SESSION_TRANSACTED);
    context.createProducer().send(queue(context), "never");
    context.close();

    assertThat(admin.readyMessages(queueName)).isZero();
  }

  @Test
  void messagesMayBeSentByAnotherContext() throws Exception {
    Message message = context().createTextMessage("from one to another");
    JMSContext other = context();
    Queue queue = queue(other);
    other.createProducer().send(queue, message);

    assertThat(other.createConsumer(queue).receiveBody(String.class, SOON))
        .isEqualTo("from one to another");
  }

  @Test
  void metaDataTellsTheVersions() throws Exception {
    ConnectionMetaData metaData = context().getMetaData();

    assertThat(metaData.getJMSMajorVersion()).isEqualTo(3);
    assertThat(metaData.getJMSMinorVersion()).isEqualTo(1);
    assertThat(metaData.getJMSVersion()).isEqualTo("3.1");
    assertThat(metaData.getJMSProviderName()).isEqualTo("RabbitRA");
    assertThat(metaData.getProviderVersion())
        .startsWith(metaData.getProviderMajorVersion() + "." + metaData.getProviderMinorVersion());
    assertThat(Collections.list((java.util.Enumeration<?>) metaData.getJMSXPropertyNames()))
        .isNotEmpty()
        .allSatisfy(name -> assertThat((String) name).startsWith("JMSX"));
  }
}
