package io.rabbitra.sample;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;

/**
 * Sends orders to the queue {@code orders}. The definitions tell the server to make the connection
 * factory and the queue from the resource adapter {@code rabbitra} when the application is
 * deployed; nothing has to be set up in the server besides the adapter.
 *
 * <p>No broker is named here. On WildFly a definition starts an instance of the adapter of its own,
 * which does not see the settings of the deployed adapter and takes the broker from the system
 * property {@code io.rabbitra.uri}.
 */
@JMSConnectionFactoryDefinition(
    name = "java:app/jms/OrdersConnectionFactory",
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "rabbitra",
    description = "Connections that orders are sent with")
@JMSDestinationDefinition(
    name = "java:app/jms/Orders",
    interfaceName = "jakarta.jms.Queue",
    className = "io.rabbitra.destination.RabbitQueue",
    resourceAdapter = "rabbitra",
    // GlassFish passes on destinationName, WildFly only properties.
    destinationName = "orders",
    properties = {"name=orders"},
    description = "The queue that orders are sent to")
@Stateless
public class OrderSender {
  @Resource(lookup = "java:app/jms/OrdersConnectionFactory")
  private ConnectionFactory connectionFactory;

  @Resource(lookup = "java:app/jms/Orders")
  private Queue queue;

  @Inject private OrderJson json;

  /**
   * Sends one persistent message and returns when the broker has it. Takes part in no transaction:
   * in one, the message would leave only at commit, and the caller could not be told how it went.
   *
   * @throws OrderNotSentException if the broker is not there, has refused the message or has not
   *     confirmed it; in the last case it may have it all the same
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void send(Order order) throws OrderNotSentException {
    // A context is a handle to a pooled connection, so making one for each message is cheap, and
    // after an outage the next one comes with a connection that works.
    try (JMSContext context = connectionFactory.createContext()) {
      TextMessage message = context.createTextMessage(json.toMessage(order));
      message.setStringProperty("orderId", order.id());
      message.setStringProperty("customer", order.customer());
      message.setIntProperty("quantity", order.quantity());
      context.createProducer().send(queue, message);
    } catch (JMSException | JMSRuntimeException e) {
      throw new OrderNotSentException("the order was not sent: " + reason(e), e);
    }
  }

  private static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }
}
