package io.rabbitra.outbound;

import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import java.util.List;

/** Writes down what a unit tells its container. */
record Recorder(List<ConnectionEvent> events) implements ConnectionEventListener {

  @Override
  public void connectionClosed(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionStarted(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {
    events.add(event);
  }

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {
    events.add(event);
  }
}
