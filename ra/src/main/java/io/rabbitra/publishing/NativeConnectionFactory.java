package io.rabbitra.publishing;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.Reference;

/**
 * The native connection factory an application looks up. Thread-safe, immutable but for the JNDI
 * reference that the container sets once.
 */
public final class NativeConnectionFactory
    implements AmqpConnectionFactory, Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  private final ConnectionSource source;

  /** Set by the container before the factory is shared. */
  private Reference reference;

  public NativeConnectionFactory(ConnectionSource source) {
    this.source = source;
  }

  @Override
  public AmqpConnection getConnection() {
    return source.connect(null, null);
  }

  @Override
  public AmqpConnection getConnection(String userName, String password) {
    return source.connect(userName, password);
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }

  /** Two factories over equal sources are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NativeConnectionFactory that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }
}
