package io.mqttdriver;

import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which room may use which. What a room may use stands here and in
 * {@code docs/architecture.md}.
 */
class RoomTests {

	private static final String ROOT = "io.mqttdriver";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.withImportOption(RoomTests::isOfTheDriver)
		.importPackages(ROOT);

	private static boolean isOfTheDriver(Location location) {
		return !location.contains("/io/mqttdriver/test/");
	}

	@ParameterizedTest(name = "{0} uses {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					topic        |
					engine       |
					root         | topic
					annotation   | root
					event        | root
					message      | root annotation engine topic
					subscription | engine topic
					connection   | root engine subscription topic
					outbound     | root engine
					inbound      | root engine topic
					observation  | root event
					listener     | root annotation message inbound topic engine
					core         | root event topic engine engine.paho message subscription connection outbound inbound listener observation
					engine.paho  | engine
					""")
	void aRoomUsesOnlyItsNeighbours(String room, String neighbours) {
		String own = packageOf(room);
		String[] allowed = Stream
			.concat(Stream.of(own),
					Stream.of((neighbours != null) ? neighbours.split(" ") : new String[0]).map(RoomTests::packageOf))
			.toArray(String[]::new);
		ArchRule rule = noClasses().that()
			.resideInAPackage(own)
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))));
		rule.check(CLASSES);
	}

	private static String packageOf(String room) {
		return room.equals("root") ? ROOT : ROOT + "." + room;
	}

	@Test
	void roomsHaveNoCycles() {
		slices().matching("io.mqttdriver.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void springBootIsUsedInAutoConfigurationOnly() {
		noClasses().that()
			.resideOutsideOfPackage("io.mqttdriver.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(CLASSES);
	}

	@Test
	void anMqttLibraryIsUsedInItsEngineOnly() {
		noClasses().that()
			.resideOutsideOfPackages("io.mqttdriver.engine.paho..", "io.mqttdriver.integration..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.eclipse.paho..", "com.hivemq..", "io.netty..")
			.check(CLASSES);
	}

	@Test
	void topicAndEngineUseNoSpring() {
		noClasses().that()
			.resideInAnyPackage("io.mqttdriver.topic", "io.mqttdriver.engine")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void whatIsHiddenIsFinal() {
		classes().that()
			.areNotPublic()
			.and()
			.areNotInterfaces()
			.and()
			.areNotEnums()
			.and()
			.areTopLevelClasses()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	@Test
	void noPublicSignatureNamesAnMqttLibrary() {
		methods().that()
			.arePublic()
			.and()
			.areDeclaredInClassesThat(
					not(resideInAnyPackage("io.mqttdriver.engine.paho..", "io.mqttdriver.integration..")))
			.should()
			.notHaveRawReturnType(ofALibrary())
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> ofALibrary() {
		return resideInAnyPackage("org.eclipse.paho..", "com.hivemq..", "io.netty..");
	}

}
