package io.rabbitra.it.tx;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;

/** Sends each message with a connection of its own, as components do. */
final class Sender {

  private Sender() {}

  static void send(ConnectionFactory factory, String queue, String text) {
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue(queue), text);
    }
  }
}
