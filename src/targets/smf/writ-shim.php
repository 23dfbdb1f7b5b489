<?php
/**
 * Lets Writ read and change who is in which membergroup of a Simple Machines Forum 2.1. It stands beside the forum and does four things and no more;
 * docs/guides/smf.md says how it is set up. GPL-3.0-or-later, as Writ is.
 *
 * Its settings are a file `writ-shim-settings.php` beside it that returns an array:
 *   forum        the folder of the forum, where SSI.php is
 *   secret_file  a file outside the web root with the secret that Writ has too (at least 32 characters)
 *   groups       ids of the membergroups that may be changed through it, and no others
 *   member       id of the forum's member that the forum's log is to name for these changes
 */

function writ_answer($status, $value)
{
	while (ob_get_level() > 0)
		ob_end_clean();
	http_response_code($status);
	header('Content-Type: application/json; charset=utf-8');
	header('Cache-Control: no-store');
	echo json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
	exit;
}

function writ_refuse($status, $code, $message)
{
	writ_answer($status, array('error' => array('code' => $code, 'message' => $message)));
}

// What PHP has to say goes to its log, never into an answer.
ini_set('display_errors', '0');

// The request is read before the forum is loaded, which cleans up what it finds.
if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST')
	writ_refuse(405, 'method', 'only POST is answered');
$writ_settings = is_file(__DIR__ . '/writ-shim-settings.php') ? require __DIR__ . '/writ-shim-settings.php' : null;
if (!is_array($writ_settings) || !isset($writ_settings['forum'], $writ_settings['secret_file'], $writ_settings['groups']))
	writ_refuse(500, 'settings', 'writ-shim-settings.php is missing or not complete');
$writ_secret = is_readable($writ_settings['secret_file']) ? trim(file_get_contents($writ_settings['secret_file'])) : '';
if (strlen($writ_secret) < 32)
	writ_refuse(500, 'settings', 'the secret file cannot be read or holds fewer than 32 characters');
$writ_body = file_get_contents('php://input', false, null, 0, 1000001);
if (strlen($writ_body) > 1000000)
	writ_refuse(413, 'too-large', 'a request has at most 1,000,000 bytes');
$writ_time = (string) ($_SERVER['HTTP_X_WRIT_TIME'] ?? '');
$writ_proof = (string) ($_SERVER['HTTP_X_WRIT_SIGNATURE'] ?? '');
if (!preg_match('/^\d{13}$/D', $writ_time) || !hash_equals(hash_hmac('sha256', $writ_time . "\n" . $writ_body, $writ_secret), $writ_proof))
	writ_refuse(401, 'signature', 'the request is not signed with the secret');
if (abs(microtime(true) * 1000 - (float) $writ_time) > 300000)
	writ_refuse(401, 'clock', 'the clocks of the forum and of Writ are more than five minutes apart, or the request is old');
$writ_asked = json_decode($writ_body, true, 16);
if (!is_array($writ_asked) || !isset($writ_asked['do']) || !is_string($writ_asked['do']))
	writ_refuse(400, 'body', 'the body must be a JSON object that says what to do');

// Nobody is logged in here: what the forum would print for a guest is of no use, and maintenance keeps nobody from losing a right.
$ssi_guest_access = true;
$ssi_maintenance_off = true;
$_COOKIE = array();
ob_start();
if (!is_file($writ_settings['forum'] . '/SSI.php'))
	writ_refuse(500, 'settings', 'there is no SSI.php in the folder of the forum');
require_once $writ_settings['forum'] . '/SSI.php';
require_once $sourcedir . '/Subs-Membergroups.php';

// The two functions ask whether the user may; the secret has answered that.
$user_info['is_admin'] = true;
$user_info['is_guest'] = false;
$user_info['id'] = (int) ($writ_settings['member'] ?? 0);

function writ_rows($query, $values)
{
	global $smcFunc;
	$request = $smcFunc['db_query']('', $query, $values);
	if ($request === false)
		writ_refuse(503, 'database', 'the database of the forum does not answer');
	$rows = array();
	while ($row = $smcFunc['db_fetch_assoc']($request))
		$rows[] = $row;
	$smcFunc['db_free_result']($request);
	return $rows;
}

/** Groups that somebody can be put into: neither implicit ones nor those that come with a number of posts. */
function writ_groups()
{
	global $writ_settings;
	$allowed = array_map('intval', $writ_settings['groups']);
	$groups = array();
	foreach (writ_rows('SELECT id_group, group_name, min_posts, group_type FROM {db_prefix}membergroups ORDER BY id_group', array()) as $row)
	{
		$id = (int) $row['id_group'];
		if ((int) $row['min_posts'] === -1 && !in_array($id, array(-1, 0, 3), true))
			$groups[$id] = array('id' => $id, 'name' => (string) $row['group_name'], 'allowed' => in_array($id, $allowed, true));
	}
	return $groups;
}

/** The primary group and the additional ones are one set: which is which depends on the database and the order of events. */
function writ_member($row, $groups)
{
	$ids = array_map('intval', array_filter(explode(',', (string) $row['additional_groups']), 'strlen'));
	$ids[] = (int) $row['id_group'];
	$ids = array_values(array_unique(array_filter($ids, function ($id) use ($groups) { return isset($groups[$id]); })));
	sort($ids);
	return array(
		'id' => (int) $row['id_member'],
		'name' => html_entity_decode((string) $row['member_name'], ENT_QUOTES, 'UTF-8'),
		'groups' => $ids,
		// From 11 on the account is banned; 1 is a usual one.
		'active' => (int) $row['is_activated'] === 1,
	);
}

const WRIT_COLUMNS = 'id_member, member_name, id_group, additional_groups, is_activated';

function writ_one($id, $groups)
{
	$rows = writ_rows('SELECT ' . WRIT_COLUMNS . ' FROM {db_prefix}members WHERE id_member = {int:id}', array('id' => $id));
	return $rows === array() ? null : writ_member($rows[0], $groups);
}

/** Whoever is in any group, page by page; how many there are lets the reader see that nothing is missing. */
function writ_list($asked, $groups)
{
	$some = 'additional_groups != {string:none} OR id_group != {int:nothing}';
	$values = array('none' => '', 'nothing' => 0, 'after' => (int) ($asked['after'] ?? 0), 'limit' => 500);
	$rows = writ_rows('SELECT ' . WRIT_COLUMNS . ' FROM {db_prefix}members WHERE id_member > {int:after} AND (' . $some . ') ORDER BY id_member LIMIT {int:limit}', $values);
	$total = writ_rows('SELECT COUNT(*) AS n FROM {db_prefix}members WHERE ' . $some, $values);
	$members = array();
	foreach ($rows as $row)
		$members[] = writ_member($row, $groups);
	return array('total' => (int) $total[0]['n'], 'members' => $members);
}

function writ_find($asked, $groups)
{
	$members = array();
	foreach (array_slice((array) ($asked['ids'] ?? array()), 0, 1000) as $id)
		if (is_int($id) && ($one = writ_one($id, $groups)) !== null)
			$members[] = $one;
	foreach (array_slice((array) ($asked['names'] ?? array()), 0, 1000) as $name)
		if (is_string($name))
		{
			// The forum keeps names with entities in them.
			$query = 'SELECT ' . WRIT_COLUMNS . ' FROM {db_prefix}members WHERE member_name = {string:name} OR member_name = {string:kept}';
			foreach (writ_rows($query, array('name' => $name, 'kept' => htmlspecialchars($name, ENT_QUOTES, 'UTF-8'))) as $row)
				$members[] = writ_member($row, $groups);
		}
	return array('members' => $members);
}

/** One change of one member; what stands afterwards is read again, whatever the function of the forum answered. */
function writ_change($asked, $groups)
{
	global $smcFunc;
	list($member, $group, $kind) = array($asked['member'] ?? null, $asked['group'] ?? null, $asked['kind'] ?? null);
	if (!is_int($member) || !is_int($group) || !in_array($kind, array('add', 'remove'), true))
		writ_refuse(400, 'body', 'a change needs `member`, `group` and `kind`');
	if (!isset($groups[$group]))
		writ_refuse(404, 'no-group', 'there is no such group, or nobody can be put into it');
	if (!$groups[$group]['allowed'])
		writ_refuse(403, 'not-allowed', 'writ-shim-settings.php does not name this group');
	$before = writ_one($member, $groups);
	if ($before === null)
		writ_refuse(404, 'no-member', 'there is no such member');
	if (in_array($group, $before['groups'], true) === ($kind === 'add'))
		return array('member' => $before);
	if ($kind === 'add')
	{
		$kept = writ_rows('SELECT additional_groups FROM {db_prefix}members WHERE id_member = {int:id}', array('id' => $member));
		if (strlen($kept[0]['additional_groups'] . ',' . $group) > 255)
			writ_refuse(409, 'too-many-groups', 'the forum has no room for another group of this member');
		// Never `auto`: on PostgreSQL it would write the group twice.
		$done = addMembersToGroup(array($member), $group, 'only_additional', true);
	}
	else
		$done = removeMembersFromGroups(array($member), array($group), true);
	$after = writ_one($member, $groups);
	if ($done === false && $kind === 'remove' && $group === 1)
		writ_refuse(409, 'last-administrator', 'the forum keeps its last administrator');
	if ($done === false)
		writ_refuse(409, 'forum-refuses', 'the forum does not do it');
	return array('member' => $after);
}

/** A change is taken once: whoever records a request and sends it again is not heard. */
function writ_only_once($time)
{
	global $modSettings;
	if ($time <= (int) ($modSettings['writ_last_change'] ?? 0))
		writ_refuse(409, 'repeated', 'a change that is as old or newer was taken already');
	updateSettings(array('writ_last_change' => (string) $time));
}

$writ_groups = writ_groups();
switch ($writ_asked['do'])
{
	case 'groups':
		writ_answer(200, array('groups' => array_values($writ_groups), 'forum' => defined('SMF_VERSION') ? SMF_VERSION : ''));
	case 'list':
		writ_answer(200, writ_list($writ_asked, $writ_groups));
	case 'find':
		writ_answer(200, writ_find($writ_asked, $writ_groups));
	case 'change':
		writ_only_once((int) $writ_time);
		writ_answer(200, writ_change($writ_asked, $writ_groups));
	default:
		writ_refuse(400, 'body', 'there is nothing of this name to do');
}
