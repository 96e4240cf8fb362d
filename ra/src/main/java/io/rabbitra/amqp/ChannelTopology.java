package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import java.util.Map;

/**
 * The requests of an {@link AmqpChannel} about queues, exchanges and bindings. A refused one closes
 * the channel.
 */
abstract class ChannelTopology {

  final ChannelCalls calls;

  ChannelTopology(ChannelCalls calls) {
    this.calls = calls;
  }

  /** queue.declare. Does nothing if the queue is there with the same life and arguments. */
  public void declareQueue(String queue, QueueLife life, Map<String, Object> arguments)
      throws BrokerException {
    calls.call(
        "declare queue '" + queue + "'",
        () ->
            calls
                .channel()
                .queueDeclare(queue, life.durable, life.exclusive, life.autoDelete, arguments));
  }

  /** queue.declare of a durable, shared queue. */
  public void declareQueue(String queue, Map<String, Object> arguments) throws BrokerException {
    declareQueue(queue, QueueLife.DURABLE, arguments);
  }

  /**
   * queue.declare of a queue that only this connection may use and that goes with it.
   *
   * @return the name the broker gave it
   */
  public String declareExclusiveQueue() throws BrokerException {
    return calls.call(
        "declare a temporary queue",
        () -> calls.channel().queueDeclare("", false, true, false, null).getQueue());
  }

  /** queue.declare with passive: fails with {@code NOT_FOUND} if the queue does not exist. */
  public void checkQueue(String queue) throws BrokerException {
    queueInfo(queue);
  }

  /** queue.declare with passive: fails with {@code NOT_FOUND} if the queue does not exist. */
  public QueueInfo queueInfo(String queue) throws BrokerException {
    AMQP.Queue.DeclareOk ok =
        calls.call("find queue '" + queue + "'", () -> calls.channel().queueDeclarePassive(queue));
    return new QueueInfo(Integer.toUnsignedLong(ok.getMessageCount()), ok.getConsumerCount());
  }

  /** queue.delete, whatever is in it and whoever uses it; a queue that is not there is no error. */
  public void deleteQueue(String queue) throws BrokerException {
    calls.call("delete queue '" + queue + "'", () -> calls.channel().queueDelete(queue));
  }

  /**
   * exchange.declare of a durable exchange.
   *
   * @param autoDelete whether it goes with the last binding from it
   * @param internal whether only other exchanges may publish to it
   */
  public void declareExchange(String exchange, String type, boolean autoDelete, boolean internal)
      throws BrokerException {
    calls.call(
        "declare exchange '" + exchange + "'",
        () -> calls.channel().exchangeDeclare(exchange, type, true, autoDelete, internal, null));
  }

  /** exchange.declare with passive: fails with {@code NOT_FOUND} if it does not exist. */
  public void checkExchange(String exchange) throws BrokerException {
    calls.call(
        "find exchange '" + exchange + "'", () -> calls.channel().exchangeDeclarePassive(exchange));
  }

  /** exchange.delete; an exchange that is not there is no error. */
  public void deleteExchange(String exchange) throws BrokerException {
    calls.call(
        "delete exchange '" + exchange + "'", () -> calls.channel().exchangeDelete(exchange));
  }

  /** queue.bind. Does nothing if the binding is there. */
  public void bindQueue(
      String queue, String exchange, String routingKey, Map<String, Object> arguments)
      throws BrokerException {
    calls.call(
        "bind queue '" + queue + "' to exchange '" + exchange + "'",
        () -> calls.channel().queueBind(queue, exchange, routingKey, arguments));
  }

  /** queue.unbind; a binding that is not there is no error. */
  public void unbindQueue(
      String queue, String exchange, String routingKey, Map<String, Object> arguments)
      throws BrokerException {
    calls.call(
        "unbind queue '" + queue + "' from exchange '" + exchange + "'",
        () -> calls.channel().queueUnbind(queue, exchange, routingKey, arguments));
  }

  /** exchange.bind, a RabbitMQ extension: what {@code source} routes so goes to destination too. */
  public void bindExchange(
      String destination, String source, String routingKey, Map<String, Object> arguments)
      throws BrokerException {
    calls.call(
        "bind exchange '" + destination + "' to exchange '" + source + "'",
        () -> calls.channel().exchangeBind(destination, source, routingKey, arguments));
  }
}
