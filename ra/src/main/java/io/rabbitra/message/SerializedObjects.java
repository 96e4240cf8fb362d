package io.rabbitra.message;

import jakarta.jms.MessageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Java objects to bytes and back; whatever goes wrong is a {@link MessageFormatException}. */
final class SerializedObjects {

  private static final String CANNOT_READ = "The object cannot be deserialized: ";

  private SerializedObjects() {}

  static byte[] write(Serializable object) throws MessageFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException | RuntimeException | StackOverflowError failed) {
      throw caused("A " + object.getClass().getName() + " cannot be serialized: " + failed, failed);
    }
    return bytes.toByteArray();
  }

  /** The object that this process has written itself, with a second loader to look for classes. */
  static Serializable readOwn(byte[] bytes, ClassLoader second) throws MessageFormatException {
    try (TrustedObjectInputStream in = TrustedObjectInputStream.own(bytes, second)) {
      return (Serializable) in.readObject();
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError failed) {
      throw caused(CANNOT_READ + failed, failed);
    }
  }

  /** An object that came over the network. */
  static Serializable read(byte[] bytes, TrustedPackages trusted) throws MessageFormatException {
    ObjectLimits limits = new ObjectLimits(trusted, bytes.length);
    Object object;
    try (TrustedObjectInputStream in = TrustedObjectInputStream.received(bytes, trusted, limits)) {
      object = in.readObject();
    } catch (NotTrustedException refused) {
      throw caused(CANNOT_READ + refused.getMessage(), refused);
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError failed) {
      String reason = limits.refusal() != null ? limits.refusal() : failed.toString();
      throw caused(CANNOT_READ + reason, failed);
    }
    if (object != null && trusted.isNone()) {
      // A String comes this far, for its form names no class.
      throw new MessageFormatException(
          CANNOT_READ + NotTrustedException.text(object.getClass().getName()));
    }
    if (object instanceof Serializable || object == null) {
      return (Serializable) object;
    }
    throw new MessageFormatException(
        CANNOT_READ + "it became a " + object.getClass().getName() + ", which is not Serializable");
  }

  private static MessageFormatException caused(String reason, Throwable cause) {
    MessageFormatException exception = new MessageFormatException(reason);
    exception.initCause(cause);
    return exception;
  }
}
