package io.rabbitra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.Objects;

/** The login an application named itself; null for none. Equality is by value. */
final class RabbitConnectionRequestInfo implements ConnectionRequestInfo {

  private final Login login;

  RabbitConnectionRequestInfo(Login login) {
    this.login = login;
  }

  Login login() {
    return login;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitConnectionRequestInfo that && Objects.equals(login, that.login);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(login);
  }
}
