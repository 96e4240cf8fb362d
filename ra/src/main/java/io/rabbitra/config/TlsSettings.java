package io.rabbitra.config;

/**
 * How TLS is spoken to every address of an {@code amqps} URI. File names are kept as written; none
 * is opened here.
 *
 * @param caCertFile PEM file of the certificates to trust; null = the trust store of the JVM
 * @param certFile PEM file of the client's own certificate chain; null = none is presented
 * @param keyFile PEM file of the private key of {@code certFile}, possibly the same file; null
 *     exactly if {@code certFile} is null
 * @param keyPassword password of {@code keyFile}; null = the key is not encrypted
 * @param verifyPeer whether the certificate of the broker is verified: its chain and its host name
 * @param serverNameIndication the name to send as TLS server name and to find in the certificate of
 *     the broker; null = the host of the address; {@link #DISABLE} = see there
 */
public record TlsSettings(
    String caCertFile,
    String certFile,
    String keyFile,
    String keyPassword,
    boolean verifyPeer,
    String serverNameIndication) {

  /**
   * Value of {@code server_name_indication}: no server name is sent, and, as in RabbitMQ's own
   * client, the host name is then not compared with the certificate. The chain still is verified.
   */
  public static final String DISABLE = "disable";

  /**
   * The settings of an {@code amqps} URI without TLS parameters: trust store of the JVM, chain and
   * host name verified, no client certificate.
   */
  public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, null, true, null);

  /** Whether a server name is sent in the TLS handshake (RFC 6066 section 3). */
  public boolean sendsServerName() {
    return !DISABLE.equals(serverNameIndication);
  }

  /** Whether the certificate of the broker must carry the name that was connected to. */
  public boolean verifiesHostName() {
    return verifyPeer && sendsServerName();
  }

  /** Without the password of the key. */
  @Override
  public String toString() {
    return "TlsSettings[caCertFile="
        + caCertFile
        + ", certFile="
        + certFile
        + ", keyFile="
        + keyFile
        + ", keyPassword="
        + (keyPassword == null ? null : InvalidConfigurationException.HIDDEN)
        + ", verifyPeer="
        + verifyPeer
        + ", serverNameIndication="
        + serverNameIndication
        + "]";
  }
}
