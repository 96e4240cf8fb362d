package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A browser, selectors and a delivery delay. */
public final class Reading implements Check {

  private static final int DELAY_MILLIS = 300;

  @Override
  public String run(String queueName) throws Exception {
    List<String> lines = new ArrayList<>();
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue(queueName);
      for (int i = 0; i < 4; i++) {
        context.createProducer().setProperty("even", i % 2 == 0).send(queue, "m" + i);
      }
      try (QueueBrowser browser = context.createBrowser(queue, "even")) {
        lines.add("browsed " + Collections.list(browser.getEnumeration()).size());
      }
      try (JMSConsumer odd = context.createConsumer(queue, "NOT even")) {
        lines.add(odd.receiveBody(String.class, 5000) + odd.receiveBody(String.class, 5000));
        lines.add(odd.receiveBodyNoWait(String.class) + "");
      }
      try (JMSConsumer rest = context.createConsumer(queue)) {
        lines.add(rest.receiveBody(String.class, 5000) + rest.receiveBody(String.class, 5000));
        long begin = System.nanoTime();
        context.createProducer().setDeliveryDelay(DELAY_MILLIS).send(queue, "late");
        lines.add(rest.receiveBody(String.class, 5000));
        lines.add("delayed " + (System.nanoTime() - begin >= DELAY_MILLIS * 1_000_000L));
      }
    }
    return String.join("\n", lines);
  }
}
