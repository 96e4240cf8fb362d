package io.rabbitra.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Who logs in to the broker other than the configured user.
 *
 * @param password never shown
 */
record Login(String userName, String password) {

  /**
   * The login for a request: the Subject's credential for this factory (container-managed sign-on)
   * before the application's, null for the configured one (Jakarta Connectors 2.1, section 9.1.8).
   * A credential without a user name is none: GlassFish makes one of empty strings for a pool that
   * names no user.
   *
   * @throws SecurityException if the Subject has password credentials, but none for this factory
   */
  static Login of(ManagedConnectionFactory factory, Subject subject, ConnectionRequestInfo info)
      throws SecurityException {
    if (subject != null) {
      Set<PasswordCredential> credentials = subject.getPrivateCredentials(PasswordCredential.class);
      for (PasswordCredential credential : credentials) {
        if (factory.equals(credential.getManagedConnectionFactory())) {
          return isNobody(credential)
              ? requested(info)
              : new Login(credential.getUserName(), new String(credential.getPassword()));
        }
      }
      if (!credentials.isEmpty()) {
        throw new SecurityException("the Subject has no password credential for this factory");
      }
    }
    return requested(info);
  }

  private static Login requested(ConnectionRequestInfo info) {
    return info instanceof RabbitConnectionRequestInfo own ? own.login() : null;
  }

  private static boolean isNobody(PasswordCredential credential) {
    return credential.getUserName() == null || credential.getUserName().isBlank();
  }

  @Override
  public String toString() {
    return "Login[" + userName + "]";
  }
}
