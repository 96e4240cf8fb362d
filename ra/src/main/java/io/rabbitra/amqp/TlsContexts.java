package io.rabbitra.amqp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.rabbitra.config.TlsSettings;
import io.rabbitra.logging.Loggers;
import java.io.File;
import java.lang.System.Logger.Level;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS for {@code amqps://}: the JVM's providers and trust store, the certificate chain and the host
 * name verified, unless the settings say otherwise.
 */
final class TlsContexts {

  private static final System.Logger LOG = Loggers.of(TlsContexts.class);

  private TlsContexts() {}

  static SslContext of(TlsSettings settings) throws BrokerException {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
      if (settings.caCertFile() != null) {
        builder.trustManager(new File(settings.caCertFile()));
      }
      if (settings.certFile() != null) {
        builder.keyManager(
            new File(settings.certFile()), new File(settings.keyFile()), settings.keyPassword());
      }
      if (!settings.verifyPeer()) {
        LOG.log(Level.WARNING, "The broker's certificate is not verified (verify=verify_none)");
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      }
      builder.endpointIdentificationAlgorithm(settings.verifiesHostName() ? "HTTPS" : null);
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new BrokerException(
          BrokerException.Kind.TLS,
          "property uri: the certificate or key files of the TLS parameters cannot be used: "
              + e.getMessage(),
          e);
    }
  }

  static void serverName(SslHandler handler, TlsSettings settings) {
    String name = settings.serverNameIndication();
    if (name == null) {
      return;
    }
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setServerNames(
        settings.sendsServerName() ? List.of(new SNIHostName(name)) : List.of());
    handler.engine().setSSLParameters(parameters);
  }
}
