package io.rabbitra.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ExceptionHandler;
import com.rabbitmq.client.TopologyRecoveryException;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;

/**
 * Logs what escaped a callback and does nothing else. The client's own handler closes the channel,
 * which on an event loop waits for an answer only that loop can read.
 */
final class QuietExceptionHandler implements ExceptionHandler {

  private static final System.Logger LOG = Loggers.of(QuietExceptionHandler.class);

  @Override
  public void handleUnexpectedConnectionDriverException(Connection conn, Throwable exception) {
    LOG.log(Level.DEBUG, "Connection driver: {0}", String.valueOf(exception));
  }

  @Override
  public void handleReturnListenerException(Channel channel, Throwable exception) {
    escaped("basic.return", exception);
  }

  @Override
  public void handleConfirmListenerException(Channel channel, Throwable exception) {
    escaped("a publisher confirm", exception);
  }

  @Override
  public void handleBlockedListenerException(Connection connection, Throwable exception) {
    escaped("connection.blocked", exception);
  }

  @Override
  public void handleConsumerException(
      Channel channel, Throwable exception, Consumer consumer, String tag, String method) {
    escaped(method, exception);
  }

  @Override
  public void handleConnectionRecoveryException(Connection conn, Throwable exception) {
    escaped("recovery, which is off", exception);
  }

  @Override
  public void handleChannelRecoveryException(Channel ch, Throwable exception) {
    escaped("recovery, which is off", exception);
  }

  @Override
  public void handleTopologyRecoveryException(
      Connection conn, Channel ch, TopologyRecoveryException exception) {
    escaped("recovery, which is off", exception);
  }

  private static void escaped(String callback, Throwable exception) {
    LOG.log(Level.ERROR, "An exception escaped the callback for " + callback, exception);
  }
}
