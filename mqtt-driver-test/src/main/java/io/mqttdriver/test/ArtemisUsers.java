package io.mqttdriver.test;

import java.util.Map;
import java.util.Set;

import javax.security.auth.Subject;

import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Users with passwords, each of whom may do everything. Immutable.
 */
final class ArtemisUsers implements ActiveMQSecurityManager5 {

	private final Map<String, String> passwords;

	ArtemisUsers(Map<String, String> passwords) {
		this.passwords = Map.copyOf(passwords);
	}

	@Override
	public boolean validateUser(@Nullable String user, @Nullable String password) {
		return user != null && password != null && password.equals(this.passwords.get(user));
	}

	@Override
	public boolean validateUserAndRole(@Nullable String user, @Nullable String password, Set<Role> roles,
			CheckType checkType) {
		return validateUser(user, password);
	}

	@Override
	public @Nullable Subject authenticate(@Nullable String user, @Nullable String password,
			RemotingConnection connection, @Nullable String securityDomain) {
		if (user == null || !validateUser(user, password)) {
			return null;
		}
		return new Subject(true, Set.of(new UserPrincipal(user)), Set.of(), Set.of());
	}

	@Override
	public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
		return true;
	}

}
