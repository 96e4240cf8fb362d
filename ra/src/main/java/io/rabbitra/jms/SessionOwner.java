package io.rabbitra.jms;

/** Whose handle it is. Methods may be called from any thread. */
public interface SessionOwner {

  /** The application has closed the handle. Called once. */
  void closed(UnitHandle handle);

  /** The container moves the handle to another unit. */
  void left(UnitHandle handle);

  /** A local transaction that the application demarcates has started or ended. */
  void demarcated(RabbitSession handle, Demarcation what);
}
