package io.rabbitra.jms;

import io.rabbitra.amqp.BrokerException;

/** What an application holds of a pooled unit, as the unit sees it. Thread-safe. */
public interface UnitHandle {

  /** Makes the handle of an application's; a constructor. */
  @FunctionalInterface
  interface Maker {
    UnitHandle make(SessionOwner owner, SessionCore core);
  }

  /**
   * The container moves the handle to another unit of the same pool, also from one that was lost.
   *
   * @return false if the application has closed it: it stays closed
   */
  boolean associate(SessionCore otherCore, SessionOwner otherOwner);

  /**
   * The unit is gone: the handle is of no use any more.
   *
   * @param failure what broke the unit, null if nothing did
   */
  void invalidate(BrokerException failure);
}
