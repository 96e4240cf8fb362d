package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What the broker, or the way to it, refused. The message is one sentence for an operator; {@link
 * #kind()} is for decisions and for telling one outage from the next.
 */
public final class BrokerException extends Exception {

  /** Why something could not be done. */
  public enum Kind {
    /** No TCP connection, or it broke. */
    UNREACHABLE,
    /** The TLS handshake failed. */
    TLS,
    /** The broker refused the login (AMQP 403 during connection.start). */
    AUTHENTICATION,
    /** AMQP 403: the user may not do this. */
    ACCESS_REFUSED,
    /** AMQP 404: there is no such queue or exchange, or its node is down. */
    NOT_FOUND,
    /** AMQP 405: another connection holds the queue exclusively. */
    RESOURCE_LOCKED,
    /** AMQP 406: other arguments, or a message over the broker's limit. */
    PRECONDITION_FAILED,
    /** AMQP 530: the virtual host does not exist or is not allowed, or a limit is reached. */
    NOT_ALLOWED,
    /** No answer within the time allowed. Whether the broker did it is unknown. */
    TIMEOUT,
    /** The broker blocks publishers because of a resource alarm (connection.blocked). */
    BLOCKED,
    /** basic.return 312: no queue took the message. It is nowhere. */
    UNROUTABLE,
    /** basic.nack: the broker did not take responsibility for the message. */
    NACKED,
    /** The connection or channel is closed. */
    CLOSED,
    /** Anything else that ends a connection or channel. */
    PROTOCOL
  }

  private static final long serialVersionUID = 1L;

  private static final Method PUBLISH = new AMQP.Basic.Publish.Builder().build();
  private static final Method COMMIT = new AMQP.Tx.Commit.Builder().build();

  private final Kind kind;
  private final boolean outcomeUnknown;

  public BrokerException(Kind kind, String message) {
    this(kind, message, null);
  }

  public BrokerException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, kind == Kind.TIMEOUT);
  }

  private BrokerException(Kind kind, String message, Throwable cause, boolean outcomeUnknown) {
    super(message, cause);
    this.kind = kind;
    this.outcomeUnknown = outcomeUnknown;
  }

  /** What goes to another JVM: all but the cause, parts of which are not serializable. */
  private Object writeReplace() {
    BrokerException copy = new BrokerException(kind, getMessage(), null, outcomeUnknown);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Whether the broker may have done what was asked nevertheless: it was, perhaps only partly,
   * written, and no answer came. False: it was certainly not done.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /** The same for someone who knows that nothing was done. */
  BrokerException withNothingDone() {
    return outcomeUnknown ? new BrokerException(kind, getMessage(), this, false) : this;
  }

  /** The same for someone of whose requests those before this one were written. */
  public BrokerException withPartDone() {
    return outcomeUnknown ? this : new BrokerException(kind, getMessage(), this, true);
  }

  /** What a message fails with that is not published because of this failure of one before it. */
  BrokerException ofLaterMessage() {
    return new BrokerException(
        Kind.CLOSED, "not published, for one before it could not be: " + getMessage(), this, false);
  }

  /**
   * Translates what amqp-client threw; {@code doing} says what was tried, as in "open a channel".
   */
  public static BrokerException of(String doing, Throwable thrown) {
    if (thrown instanceof BrokerException already) {
      return already;
    }
    Throwable cause = rootOf(thrown);
    return new BrokerException(
        kindOf(cause),
        "cannot " + doing + ": " + textOf(cause),
        thrown,
        maybeDone(thrown) && maybeDone(cause));
  }

  /**
   * A request that the client refused, or the broker closed the channel for, was not done; but
   * RabbitMQ refuses tx.commit when a queue refuses a message, and the others have theirs then.
   */
  private static boolean maybeDone(Throwable thrown) {
    if (thrown instanceof AlreadyClosedException || thrown instanceof UnknownHostException) {
      return false;
    }
    if (thrown instanceof ShutdownSignalException signal) {
      return !(signal.getReason() instanceof AMQP.Channel.Close close) || isAbout(close, COMMIT);
    }
    return !(thrown instanceof ConnectException
        || thrown instanceof SSLException
        || thrown instanceof AuthenticationFailureException
        || thrown instanceof InterruptedException);
  }

  /** Translates what ended a connection or channel while nobody asked anything of it. */
  static BrokerException of(ShutdownSignalException signal) {
    return new BrokerException(kindOf(signal), textOf(signal), signal);
  }

  /** For a message whose confirm no longer comes because its connection is closed. */
  static BrokerException closedUnconfirmed() {
    return new BrokerException(
        Kind.CLOSED,
        "the connection is closed; whether the broker has the message is unknown",
        null,
        true);
  }

  /**
   * For a message that waited for its confirm when its channel or connection ended.
   *
   * @param alone whether no other message waited, so that an error of basic.publish is about it
   */
  static BrokerException unconfirmed(ShutdownSignalException signal, boolean alone) {
    boolean refused =
        alone && signal.getReason() instanceof AMQP.Channel.Close close && isAbout(close, PUBLISH);
    String text = textOf(signal);
    // What the broker said is about another message, perhaps.
    Kind kind =
        refused || !(signal.getReason() instanceof AMQP.Channel.Close)
            ? kindOf(signal)
            : Kind.CLOSED;
    return new BrokerException(
        kind,
        refused ? text : text + "; whether the broker has the message is unknown",
        signal,
        !refused);
  }

  private static boolean isAbout(AMQP.Channel.Close close, Method request) {
    return close.getClassId() == request.protocolClassId()
        && close.getMethodId() == request.protocolMethodId();
  }

  /** One sentence for what ended a connection or channel. */
  public static String textOf(Throwable cause) {
    if (cause instanceof ShutdownSignalException signal) {
      Method reason = signal.getReason();
      if (reason instanceof AMQP.Connection.Close close) {
        return "the broker closed the connection: "
            + close.getReplyCode()
            + " "
            + close.getReplyText();
      }
      if (reason instanceof AMQP.Channel.Close close) {
        return "the broker closed the channel: "
            + close.getReplyCode()
            + " "
            + close.getReplyText();
      }
      if (signal.getCause() != null) {
        return textOf(rootOf(signal.getCause()));
      }
      return "the connection broke";
    }
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    if (cause instanceof ConnectException connect && !(cause instanceof ConnectTimeoutException)) {
      return withoutAddress(connect);
    }
    if (cause instanceof SSLException) {
      return "TLS failed: " + cause.getMessage();
    }
    if (cause instanceof InterruptedException) {
      return "interrupted";
    }
    if (cause instanceof MissedHeartbeatException) {
      return "missed heartbeats";
    }
    if (cause instanceof ChannelContinuationTimeoutException) {
      return "no answer from the broker in time";
    }
    if (cause instanceof TimeoutException) {
      return "no answer from the broker in time";
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  /** The transport appends the address, which the sentence begins with already. */
  private static String withoutAddress(ConnectException refused) {
    String message = String.valueOf(refused.getMessage());
    int address = message.indexOf(": ");
    return address < 0 ? message : message.substring(0, address);
  }

  /**
   * A broker of today answers a refused login with connection.close; if it did not, the connection
   * broke while the client logged in (PossibleAuthenticationFailureException).
   */
  private static Throwable rootOf(Throwable thrown) {
    Throwable t = thrown;
    while (t instanceof IOException
        && t.getCause() != null
        && !(t instanceof ConnectException)
        && !(t instanceof SSLException)) {
      t = t.getCause();
    }
    return t;
  }

  private static Kind kindOf(Throwable cause) {
    if (cause instanceof AuthenticationFailureException) {
      return Kind.AUTHENTICATION;
    }
    if (cause instanceof TimeoutException
        || cause instanceof ChannelContinuationTimeoutException
        || cause instanceof SslHandshakeTimeoutException) {
      return Kind.TIMEOUT;
    }
    if (cause instanceof SSLException) {
      return Kind.TLS;
    }
    if (cause instanceof InterruptedException || cause instanceof RejectedExecutionException) {
      return Kind.CLOSED;
    }
    if (cause instanceof ShutdownSignalException signal) {
      return kindOf(signal);
    }
    if (cause instanceof ConnectException || cause instanceof IOException) {
      return Kind.UNREACHABLE;
    }
    return Kind.PROTOCOL;
  }

  private static Kind kindOf(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    int code = 0;
    if (reason instanceof AMQP.Connection.Close close) {
      code = close.getReplyCode();
    } else if (reason instanceof AMQP.Channel.Close close) {
      code = close.getReplyCode();
    }
    return switch (code) {
      case AMQP.ACCESS_REFUSED -> Kind.ACCESS_REFUSED;
      case AMQP.NOT_FOUND -> Kind.NOT_FOUND;
      case AMQP.RESOURCE_LOCKED -> Kind.RESOURCE_LOCKED;
      case AMQP.PRECONDITION_FAILED -> Kind.PRECONDITION_FAILED;
      case AMQP.NOT_ALLOWED -> Kind.NOT_ALLOWED;
      case AMQP.REPLY_SUCCESS, AMQP.CONNECTION_FORCED -> Kind.CLOSED;
      case 0 -> kindWithoutCode(signal);
      default -> Kind.PROTOCOL;
    };
  }

  private static Kind kindWithoutCode(ShutdownSignalException signal) {
    if (signal instanceof AlreadyClosedException || signal.isInitiatedByApplication()) {
      return Kind.CLOSED;
    }
    Throwable cause = signal.getCause() == null ? null : rootOf(signal.getCause());
    return cause instanceof SSLException ? Kind.TLS : Kind.UNREACHABLE;
  }
}
