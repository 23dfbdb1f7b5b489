<?php
/**
 * Stands for the SSI.php of a forum in tests: the globals that the shim uses, over a SQLite file whose tables have the forum's names and columns. Like
 * the real one it shows guests out, is closed in maintenance, starts a buffer and prints into it.
 */

if (empty($ssi_maintenance_off) && is_file(__DIR__ . '/maintenance'))
	die('The forum is closed');
define('SMF', 'SSI');
define('SMF_VERSION', '2.1.5');
$sourcedir = __DIR__ . '/Sources';
$db = new PDO('sqlite:' . __DIR__ . '/forum.sqlite', null, null, array(PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 5));
$modSettings = $db->query('SELECT variable, value FROM smf_settings')->fetchAll(PDO::FETCH_KEY_PAIR);
$user_info = array('id' => 0, 'is_admin' => false, 'is_guest' => true);
ob_start();
echo '<html>a menu';
if (empty($ssi_guest_access))
	die('<html>Please log in');

$smcFunc = array(
	'db_query' => function ($name, $query, $values = array()) use ($db) {
		if (is_file(__DIR__ . '/broken'))
			return false;
		$filled = preg_replace_callback('/\{(int|string|array_int):(\w+)\}|\{db_prefix\}/', function ($found) use ($values, $db) {
			if ($found[0] === '{db_prefix}')
				return 'smf_';
			if (!array_key_exists($found[2], $values))
				throw new Exception('no value ' . $found[2]);
			$value = $values[$found[2]];
			if ($found[1] === 'string')
				return $db->quote((string) $value);
			foreach ((array) $value as $one)
				if (!is_int($one))
					throw new Exception('no number ' . $found[2]);
			return implode(', ', (array) $value);
		}, $query);
		return $db->query($filled);
	},
	'db_fetch_assoc' => function ($request) { return $request->fetch(PDO::FETCH_ASSOC); },
	'db_free_result' => function ($request) { $request->closeCursor(); },
);

function updateSettings($changes)
{
	global $db;
	foreach ($changes as $name => $value)
		$db->prepare('INSERT OR REPLACE INTO smf_settings (variable, value) VALUES (?, ?)')->execute(array($name, $value));
}

function allowedTo($permission)
{
	global $user_info;
	return $user_info['is_admin'];
}
