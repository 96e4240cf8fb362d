package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.netty.channel.ConnectTimeoutException;
import io.rabbitra.amqp.BrokerException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerExceptionTest {

  @ParameterizedTest
  @CsvSource({
    "403, ACCESS_REFUSED",
    "404, NOT_FOUND",
    "405, RESOURCE_LOCKED",
    "406, PRECONDITION_FAILED",
    "530, NOT_ALLOWED",
    "320, CLOSED",
    "200, CLOSED",
    "541, PROTOCOL"
  })
  void replyCodesHaveTheirKinds(int code, Kind kind) {
    BrokerException ofChannel = BrokerException.of("try", new IOException(signal(channel(code))));
    assertThat(ofChannel.kind()).isEqualTo(kind);
    assertThat(ofChannel)
        .hasMessage("cannot try: the broker closed the channel: " + code + " REASON");
    assertThat(BrokerException.of(signal(connection(code))).kind()).isEqualTo(kind);
    assertThat(BrokerException.of(signal(connection(code))))
        .hasMessage("the broker closed the connection: " + code + " REASON");
    assertThat(BrokerException.of("try", new AlreadyClosedException(signal(channel(code)))).kind())
        .isEqualTo(kind);
  }

  @Test
  void failuresOfTheWayHaveTheirKinds() {
    expect(
        new ConnectException("Connection refused: localhost/127.0.0.1:5672"),
        Kind.UNREACHABLE,
        "Connection refused");
    expect(
        new ConnectTimeoutException("connection timed out after 5000 ms"),
        Kind.UNREACHABLE,
        "connection timed out after 5000 ms");
    expect(new UnknownHostException("nowhere: no name"), Kind.UNREACHABLE, "unknown host");
    expect(new EOFException(), Kind.UNREACHABLE, "EOFException");
    expect(new TimeoutException(), Kind.TIMEOUT, "no answer from the broker in time");
    expect(
        new ChannelContinuationTimeoutException(new TimeoutException(), "channel", 1, channel(200)),
        Kind.TIMEOUT,
        "no answer from the broker in time");
    expect(new IOException(new SSLHandshakeException("bad")), Kind.TLS, "TLS failed: bad");
    expect(new AuthenticationFailureException("refused"), Kind.AUTHENTICATION, "refused");
    expect(new InterruptedException(), Kind.CLOSED, "interrupted");
  }

  @Test
  void loginThatBrokeIsNoRefusedLogin() {
    expect(
        new PossibleAuthenticationFailureException(signal(null)),
        Kind.UNREACHABLE,
        "the connection broke");
  }

  @Test
  void causeOfASignalIsSaid() {
    ShutdownSignalException missed = signal(null);
    missed.initCause(new MissedHeartbeatException("text of the client"));
    expect(new IOException(missed), Kind.UNREACHABLE, "missed heartbeats");
    ShutdownSignalException tls = signal(null);
    tls.initCause(new SSLHandshakeException("certificate_required"));
    expect(new IOException(tls), Kind.TLS, "TLS failed: certificate_required");
  }

  @Test
  void translatedExceptionStaysAsItIs() {
    BrokerException original = new BrokerException(Kind.BLOCKED, "blocked");
    assertThat(BrokerException.of("try", original)).isSameAs(original);
  }

  @Test
  void crossesToAnotherJvmWithoutItsCause() throws Exception {
    BrokerException original =
        new BrokerException(
            Kind.TIMEOUT,
            "late",
            new ShutdownSignalException(false, false, channel(404), new Object()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new IOException(original));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      BrokerException copy = (BrokerException) ((IOException) in.readObject()).getCause();
      assertThat(copy).hasMessage("late").hasNoCause();
      assertThat(copy.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(copy.outcomeUnknown()).isTrue();
    }
  }

  private static void expect(Exception thrown, Kind kind, String text) {
    BrokerException e = BrokerException.of("try", thrown);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessage("cannot try: " + text);
  }

  private static ShutdownSignalException signal(Method reason) {
    return new ShutdownSignalException(true, false, reason, null);
  }

  private static Method channel(int code) {
    return new AMQP.Channel.Close.Builder().replyCode(code).replyText("REASON").build();
  }

  private static Method connection(int code) {
    return new AMQP.Connection.Close.Builder().replyCode(code).replyText("REASON").build();
  }
}
