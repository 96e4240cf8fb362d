package io.rabbitra.harness;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority made with the JDK's keytool, and PEM files of what it signed. To be used
 * by one thread.
 */
public final class Certificates {

  private static final String SECRET = "changeit";

  private final Path directory;
  private final Path store;

  /**
   * @param directory where the files are made
   */
  public Certificates(Path directory) throws Exception {
    this.directory = directory;
    this.store = directory.resolve("all.p12");
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c");
    Files.writeString(ca(), pem("CERTIFICATE", certificate("ca").getEncoded()));
  }

  /** PEM file of the authority's own certificate. */
  public Path ca() {
    return directory.resolve("ca.pem");
  }

  /** One PEM file with a certificate for the name, e.g. {@code dns:localhost}, and its key. */
  public Path signed(String alias, String alternativeName) throws Exception {
    Path request = directory.resolve(alias + ".csr");
    Path answer = directory.resolve(alias + ".crt");
    keytool("-genkeypair", "-alias", alias, "-dname", "CN=" + alias);
    keytool("-certreq", "-alias", alias, "-file", request.toString());
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        request.toString(),
        "-outfile",
        answer.toString(),
        "-rfc",
        "-ext",
        "san=" + alternativeName);
    KeyStore loaded = load();
    String key = pem("PRIVATE KEY", loaded.getKey(alias, SECRET.toCharArray()).getEncoded());
    return Files.writeString(directory.resolve(alias + ".pem"), Files.readString(answer) + key);
  }

  private Certificate certificate(String alias) throws Exception {
    return load().getCertificate(alias);
  }

  private KeyStore load() throws Exception {
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, SECRET.toCharArray());
    }
    return loaded;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", SECRET));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output);
    }
  }

  private static String pem(String type, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }
}
