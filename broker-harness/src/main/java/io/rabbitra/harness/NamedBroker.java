package io.rabbitra.harness;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;

/** A broker that somebody else runs and the user names by its URI; it cannot be broken. */
final class NamedBroker implements RabbitBroker {

  private final String uri;
  private final URI parsed;
  private final String version;

  NamedBroker(String uri, String origin) {
    this.uri = uri;
    this.parsed = Uris.parse(uri, origin);
    try {
      this.version = AmqpProbe.version(uri);
    } catch (IOException | TimeoutException e) {
      throw new BrokerException(
          origin + " names " + Uris.withoutPassword(uri) + ", to which no connection can be opened",
          e);
    }
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public int port() {
    return Uris.port(parsed);
  }

  @Override
  public String host() {
    return parsed.getHost();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean supportsFaults() {
    return false;
  }

  @Override
  public void kill() {
    throw unsupported();
  }

  @Override
  public void start() {
    throw unsupported();
  }

  @Override
  public void stop() {
    throw unsupported();
  }

  @Override
  public void freeze() {
    throw unsupported();
  }

  @Override
  public void resume() {
    throw unsupported();
  }

  @Override
  public String ctl(String... args) {
    throw unsupported();
  }

  /** Does nothing: the broker belongs to somebody else. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return Uris.withoutPassword(uri);
  }

  private UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException(
        "a broker named by its URI (" + this + ") is not controlled");
  }
}
