package io.rabbitra.outbound;

import io.rabbitra.jms.UnitTransaction;
import io.rabbitra.logging.Loggers;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/**
 * The transaction of a pooled unit as the container demarcates it (Jakarta Connectors 2.1, section
 * 7.7). Thread-safe.
 */
final class ContainerTransaction implements LocalTransaction {

  private static final System.Logger LOG = Loggers.of(ContainerTransaction.class);

  private final UnitTransaction transaction;
  private final BooleanSupplier usable;

  /**
   * @param usable whether the unit has its physical connection
   */
  ContainerTransaction(UnitTransaction transaction, BooleanSupplier usable) {
    this.transaction = transaction;
    this.usable = usable;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LocalTransactionException there is one already, the container's or the application's
   */
  @Override
  public void begin() throws ResourceException {
    if (!usable.getAsBoolean()) {
      throw new LocalTransactionException("the connection to the broker is lost", "CLOSED");
    }
    try {
      transaction.begin();
    } catch (JMSException e) {
      throw translated(e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for the broker at most twice the confirm timeout, and a request's timeout for each
   * consumer whose messages are acknowledged.
   *
   * @throws LocalTransactionException nothing of it, or not all, is known to have happened; the
   *     text and the cause say what is known of each message
   */
  @Override
  public void commit() throws ResourceException {
    try {
      transaction.commit();
    } catch (JMSException e) {
      throw translated(e);
    } finally {
      RabbitManagedConnection.forgetThreadLocals();
    }
  }

  /** {@inheritDoc} Has nothing to do on a lost connection, nor when no transaction was begun. */
  @Override
  public void rollback() throws ResourceException {
    try {
      transaction.rollback();
    } catch (JMSException e) {
      if (usable.getAsBoolean()) {
        throw translated(e);
      }
      LOG.log(Level.DEBUG, "The broker has everything back: {0}", e.getMessage());
    } finally {
      RabbitManagedConnection.forgetThreadLocals();
    }
  }

  private static LocalTransactionException translated(JMSException e) {
    LocalTransactionException result =
        new LocalTransactionException(e.getMessage(), e.getErrorCode());
    result.initCause(e);
    return result;
  }
}
