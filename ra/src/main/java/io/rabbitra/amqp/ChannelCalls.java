package io.rabbitra.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;

/** How the parts of an {@link AmqpChannel} ask the client library: failures end what they must. */
record ChannelCalls(AmqpConnection connection, Channel channel) {

  /** One request to the client library. */
  interface Request<T> {
    T run() throws IOException;
  }

  /** A request without an answer that is of interest. */
  interface Action {
    void run() throws IOException;
  }

  /** {@code doing} says what is tried, as in "open a channel". */
  <T> T call(String doing, Request<T> request) throws BrokerException {
    try {
      return request.run();
    } catch (IOException | ShutdownSignalException e) {
      throw connection.failed(doing, e, channel);
    }
  }

  void run(String doing, Action action) throws BrokerException {
    call(
        doing,
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * basic.publish; a message without an AMQP form is {@code PRECONDITION_FAILED}, and not a byte of
   * it is written.
   */
  void publish(Publication message) throws BrokerException {
    try {
      run(
          "publish",
          () ->
              channel.basicPublish(
                  message.exchange(),
                  message.routingKey(),
                  message.mandatory(),
                  message.properties(),
                  message.body()));
    } catch (RuntimeException e) {
      // A command is encoded before its first byte is written.
      throw Encoding.refused(e);
    }
  }
}
