package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "text/plain, -, UTF-8",
        "text/plain, UTF-8, UTF-8",
        "TEXT/HTML, '', UTF-8",
        "application/json, identity, UTF-8",
        "application/xml, -, UTF-8",
        "application/problem+json, -, UTF-8",
        "image/svg+xml; a=b, -, UTF-8",
        "text/plain; charset=ISO-8859-1, UTF-8, ISO-8859-1",
        "text/plain;format=flowed;Charset=\"utf-16\", -, utf-16",
        "text/plain, latin1, latin1",
        "text/plain; charset=, -, UTF-8",
        "text/plain; charset=x-unknown, -, x-unknown",
        "text/plain, gzip, -",
        "application/json; charset=utf-8, gzip, -",
        "text/plain, not a charset, -",
        "application/octet-stream, -, -",
        "application/octet-stream, UTF-8, -",
        "application/jsonp, -, -",
        "'', -, -",
        "-, UTF-8, -"
      })
  void charsetFollowsTypeThenEncoding(String type, String encoding, String charset) {
    assertThat(ContentType.charsetOfText(type, encoding)).isEqualTo(charset);
  }
}
