package io.rabbitra.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * Takes orders from the queue {@code orders}, up to five at a time. {@code declare} lets the
 * adapter declare the queue if it does not exist, also after somebody has deleted it. Which adapter
 * delivers is said by the descriptors in {@code WEB-INF}, for there is no standard annotation for
 * it.
 *
 * <p>An exception rolls the transaction of the delivery back, and the order is delivered again;
 * after five redeliveries it goes to the queue {@code orders.failed}, which is declared by then.
 * The book is not part of that transaction, so it recognises an order it has accepted before.
 */
@MessageDriven(
    name = "OrderMdb",
    messageListenerInterface = MessageListener.class,
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "destinationName", propertyValue = "orders"),
      @ActivationConfigProperty(propertyName = "maxSessions", propertyValue = "5"),
      @ActivationConfigProperty(propertyName = "declare", propertyValue = "declare"),
      @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "5"),
      @ActivationConfigProperty(propertyName = "deadLetterQueue", propertyValue = "orders.failed")
    })
public class OrderMdb implements MessageListener {
  private static final Logger LOG = System.getLogger(OrderMdb.class.getName());
  private static final long SLOW_MILLIS = 1000;

  @Inject private OrderBook book;
  @Inject private DeliveryThreads threads;
  @Inject private OrderJson json;

  @Override
  public void onMessage(Message message) {
    String thread = Thread.currentThread().getName();
    threads.entered(thread);
    try {
      handle(message, thread);
    } catch (InvalidOrderException e) {
      // It would be no order the next time either, so it is taken off the queue.
      book.invalid();
      LOG.log(Level.WARNING, "A message on the queue orders is no order: {0}", e.getMessage());
    } catch (JMSException e) {
      throw new IllegalStateException("a message on the queue orders cannot be read", e);
    } finally {
      threads.left(thread);
    }
  }

  private void handle(Message message, String thread) throws InvalidOrderException, JMSException {
    boolean redelivered = message.getJMSRedelivered();
    if (redelivered) {
      book.redelivered();
    }
    if (!(message instanceof TextMessage text)) {
      throw new InvalidOrderException("it is no text message");
    }
    Order order = json.fromMessage(text.getText());
    if (order.item().equals(Order.FAIL_ONCE) && book.failsNow(order.id())) {
      throw new IllegalStateException(
          "order " + order.id() + " fails once on purpose, it will be delivered again");
    }
    if (order.item().equals(Order.SLOW)) {
      work();
    }
    book.accept(new ReceivedOrder(order, Instant.now(), thread, redelivered));
  }

  private static void work() {
    try {
      Thread.sleep(SLOW_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the server interrupted the handling of an order", e);
    }
  }
}
