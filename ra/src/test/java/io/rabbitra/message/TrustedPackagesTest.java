package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPackagesTest {

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = " ")
  void nothingIsTrustedUnlessItIsNamed(String list) {
    assertThat(TrustedPackages.parse(list)).isSameAs(TrustedPackages.NONE);
    assertThat(TrustedPackages.NONE.trusts("java.lang.Integer")).isFalse();
    assertThat(TrustedPackages.NONE.isNone()).isTrue();
  }

  @Test
  void nameCoversItselfAndWhatIsBelow() {
    TrustedPackages trusted = TrustedPackages.parse(" com.acme , org.example.Order$Line");
    assertThat(trusted.trusts("com.acme.Order")).isTrue();
    assertThat(trusted.trusts("com.acme.deep.Order$Line")).isTrue();
    assertThat(trusted.trusts("com.acmeplus.Order")).isFalse();
    assertThat(trusted.trusts("com.Order")).isFalse();
    assertThat(trusted.trusts("org.example.Order$Line")).isTrue();
    assertThat(trusted.trusts("org.example.Order$Line$Part")).isTrue();
    assertThat(trusted.trusts("org.example.Order")).isFalse();
    assertThat(trusted.trusts("java.lang.Integer")).isTrue();
    assertThat(trusted.trusts("java.lang.ProcessBuilder")).isFalse();
    assertThat(trusted.trusts("java.util.HashMap")).isFalse();
    assertThat(trusted).hasToString("com.acme,org.example.Order$Line");
    assertThat(trusted).isEqualTo(TrustedPackages.parse("com.acme,org.example.Order$Line"));
  }

  @Test
  void starIsEverything() {
    assertThat(TrustedPackages.parse("*").trusts("any.Thing")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"com.acme.*", ",", "com.acme,", "com..acme", "com acme", "1a", "com.acme;x"})
  void whatIsNoNameIsRefusedByName(String list) {
    assertThatThrownBy(() -> TrustedPackages.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trustedPackages = " + list)
        .hasMessageContaining("allowed are names of packages and classes");
  }
}
