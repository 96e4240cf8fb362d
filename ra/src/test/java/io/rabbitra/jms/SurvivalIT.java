package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What outlives the broker. */
class SurvivalIT {

  @Test
  @Timeout(180)
  void durableSubscriptionsAndDelayedMessagesOutliveABrokerThatIsKilled() throws Exception {
    try (RabbitBroker broker = RabbitBrokers.start()) {
      assumeTrue(broker.supportsFaults());
      try (Unmanaged jms = new Unmanaged(broker)) {
        String name = jms.queue();
        Session session = jms.connect("client").createSession();
        Topic topic = session.createTopic("topic");
        session.createDurableConsumer(topic, "d", "JMSPriority = 4", false).close();
        session.createSharedDurableConsumer(topic, "s").close();
        send(session, topic, "durable");
        MessageProducer producer = session.createProducer(session.createQueue(name));
        producer.setDeliveryDelay(4_000);
        producer.send(session.createTextMessage("warm"));
        // RabbitMQ 3.10 writes what is declared to disk within two seconds, and says so before.
        long declared = System.nanoTime();
        await().until(() -> System.nanoTime() - declared > 3_000_000_000L);
        Message delayed = session.createTextMessage("delayed");
        producer.send(delayed);

        broker.kill();
        broker.start();

        Session again = jms.connect("client").createSession();
        MessageConsumer durable = again.createDurableConsumer(topic, "d", "JMSPriority = 4", false);
        MessageConsumer shared = again.createSharedDurableConsumer(topic, "s");
        assertThat(receive(durable)).isEqualTo("durable");
        assertThat(receive(shared)).isEqualTo("durable");
        send(again, topic, "after");
        assertThat(receive(durable)).isEqualTo("after");
        assertThat(receive(shared)).isEqualTo("after");
        MessageConsumer consumer = again.createConsumer(again.createQueue(name));
        assertThat(receive(consumer)).isEqualTo("warm");
        assertThat(consumer.receive(2 * SOON).getJMSMessageID())
            .isEqualTo(delayed.getJMSMessageID());
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(delayed.getJMSDeliveryTime());
        durable.close();
        again.unsubscribe("d");
      }
    }
  }
}
