package io.rabbitra.publishing;

import io.rabbitra.AmqpConnection;
import java.io.Serializable;

/** Where a factory has its connections from: a pool, or the broker itself. Thread-safe. */
public interface ConnectionSource extends Serializable {

  /**
   * A handle for the application.
   *
   * @param userName null for the configured login
   * @throws io.rabbitra.AmqpException there is none
   */
  AmqpConnection connect(String userName, String password);
}
